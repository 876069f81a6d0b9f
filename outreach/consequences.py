"""What follows from what was said: a discrepancy, an incident that is taken up again, a complaint."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from complaints.models import Complaint
from discrepancies.lifecycle import OPEN
from discrepancies.models import Discrepancy
from incidents.models import Incident
from outreach.answering import contradicts
from outreach.links import STILL_BROKEN
from outreach.models import Answer, CallTask
from outreach.questions import Said
from people.models import User
from records.actions import advance, register, remark
from records.links import connect
from records.models import Record

if TYPE_CHECKING:
    from outreach.models import Campaign

MODEL = "model"


def report_contradictions(task: CallTask, *, by: User) -> list[Discrepancy]:
    """A discrepancy for each model that was read out and is not what is recorded; of one that is known, that one."""
    found = []
    for answer in task.answers.filter(item__isnull=False, question__sort=MODEL).select_related(
        "item__model", "product_model"
    ):
        assert answer.item is not None
        if contradicts(answer.item, Said(answer.text, product_model=answer.product_model)):
            answer.discrepancy = _reported(task, answer, by)
            answer.save(update_fields=["discrepancy"])
            found.append(answer.discrepancy)
    return [one for one in found if one is not None]


def _reported(task: CallTask, answer: Answer, by: User) -> Discrepancy | None:
    told = {"person": task.contact, "number": task.campaign.number}
    try:
        with transaction.atomic():
            return register(
                Discrepancy,
                by=by,
                item=answer.item,
                attribute=MODEL,
                observed=answer.text,
                origin=Discrepancy.Origin.CALL,
                found_on_id=task.campaign_id,
                evidence=_("%(person)s read it out on the phone during %(number)s.") % told,
            )
    except ValidationError as refused:
        # Somebody reported the same already, or it was corrected a moment ago.
        if not set(refused.error_dict) <= {"observed"}:
            raise
    same: Any = Discrepancy.objects.filter(item=answer.item_id, state__in=OPEN, attribute=MODEL)
    known: Discrepancy | None = same.filter(observed__iexact=answer.text).first()
    return known


def take_up_again(task: CallTask, *, by: User, words: str) -> Incident:
    """The person's incident goes on: reopened, or remarked on where it is open; one is opened where there is none."""
    told = {"person": task.contact, "number": task.campaign.number, "words": words}
    said = _("%(person)s said during %(number)s that it is still broken. %(words)s") % told
    incident = _his_incident(task, by)
    if incident is None:
        return _opened(task, by, said)
    if incident.is_open:
        remark(incident, by=by, text=said)
        return incident
    return advance(incident, "reopen", by=by, reason=said.strip()[:500])


def _his_incident(task: CallTask, by: User) -> Incident | None:
    if task.incident_id is None:
        return None
    if not Record.objects.visible_to(by).filter(pk=task.incident_id).exists():
        return None
    found: Any = Incident.objects.filter(pk=task.incident_id).first()
    return None if found is None or found.state == "cancelled" else found


def _opened(task: CallTask, by: User, said: str) -> Incident:
    campaign: Campaign = task.campaign
    incident = register(
        Incident,
        by=by,
        title=(_("Still broken: %(title)s") % {"title": _about(campaign)})[:250],
        description=said,
        contact=task.contact,
        customer=task.customer,
        service=_service(campaign),
        item=task.item,
        impact=campaign.impact,
        urgency=campaign.urgency,
    )
    connect(STILL_BROKEN, earlier=campaign, later=incident, by=by)
    return incident


def _about(campaign: "Campaign") -> str:
    return campaign.for_record.title if campaign.for_record is not None else campaign.title


def _service(campaign: "Campaign") -> Any:
    if campaign.service is not None:
        return campaign.service
    return campaign.for_record.service if campaign.for_record is not None else None


def complain(task: CallTask, *, by: User, words: str) -> Complaint:
    """A complaint in his words. It stands alone: what it is about is told to nobody who may not read it."""
    if not words.strip():
        raise ValidationError({"note": _("Write what he complains about.")})
    told = {"person": task.contact, "customer": task.customer}
    return register(
        Complaint,
        by=by,
        title=(_("%(person)s of %(customer)s complains") % told)[:250],
        description=words,
        customer=task.customer,
        contact=task.contact,
        about_record=_complained_about(task, by),
    )


def _complained_about(task: CallTask, by: User) -> Record | None:
    keys = [key for key in (task.incident_id, task.campaign.for_record_id) if key]
    seen = {one.pk: one for one in Record.objects.visible_to(by).filter(pk__in=keys)}
    return next((seen[key] for key in keys if key in seen), None)
