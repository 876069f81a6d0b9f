"""Keeping what is said: each answer by its sort, as often as it is corrected while the person is on the line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cmdb.models import ConfigurationItem
from outreach.areas import AREA
from outreach.calling import LEASE, refuse_unless_running
from outreach.models import Answer, CallTask, Question
from outreach.questions import Said, read
from people.models import User
from records.errors import Refused

MOST_ITEMS = 50


@dataclass(frozen=True)
class Given:
    """What came in for one question: as typed, and of a question about a model, of which item."""

    value: Any
    item: int | None = None


@transaction.atomic
def keep_answers(task: CallTask, *, by: User, given: Mapping[int, Given]) -> dict[int, str]:
    """Keep what was typed so far, by the question's key. Returns, by question, what could not be read, and why.

    Raises Forbidden; Refused where somebody else is calling him, or he is settled.
    """
    by.rights.require(AREA, "call")
    locked = lock(task, by)
    now = timezone.now()
    locked.leased_to, locked.leased_until = by, now + LEASE
    locked.save(update_fields=["leased_to", "leased_until"])
    return write(locked, by=by, given=given)


def lock(task: CallTask, by: User) -> CallTask:
    """The task, ours until the transaction ends. Raises Refused where it is somebody else's, or settled."""
    locked = (
        CallTask.objects.select_for_update(of=("self",))
        .select_related("campaign", "item__model")
        .get(pk=task.pk)
    )
    refuse_unless_running(locked.campaign)
    if locked.fate != CallTask.Fate.WAITING:
        told: dict[str, object] = {"person": locked.contact, "fate": locked.get_fate_display()}
        raise Refused(_("%(person)s is settled: %(fate)s.") % told, code="settled")
    if locked.is_held_by_another(by, timezone.now()):
        told = {"caller": locked.leased_to, "person": locked.contact}
        raise Refused(_("%(caller)s is calling %(person)s now.") % told, code="held")
    return locked


def write(task: CallTask, *, by: User, given: Mapping[int, Given]) -> dict[int, str]:
    """Write answers of a task that is locked."""
    wrong: dict[int, str] = {}
    for question in Question.objects.filter(campaign=task.campaign_id, pk__in=given):
        try:
            _write(task, question, given[question.pk], by)
        except ValidationError as refused:
            wrong[question.pk] = " ".join(refused.messages)
    return wrong


def _write(task: CallTask, question: Question, given: Given, by: User) -> None:
    said = read(question, given.value)
    if said is None:
        task.answers.filter(question=question).delete()
        return
    item = _item(task, question, given)
    told = {"text": said.text, "number": said.number, "product_model": said.product_model, "item": item}
    Answer.objects.update_or_create(
        task=task, question=question, defaults={**told, "by": by, "at": timezone.now()}
    )


def _item(task: CallTask, question: Question, given: Given) -> ConfigurationItem | None:
    if question.sort != Question.Sort.MODEL:
        return None
    if given.item is None:
        return task.item
    found = items_of(task).filter(pk=given.item).first()
    if found is None:
        raise ValidationError(_("This customer has no such item: choose one of theirs."))
    return found


def items_of(task: CallTask) -> Any:
    """What a question about a model can be about."""
    rows = ConfigurationItem.objects.filter(customer=task.customer_id).exclude(status="retired")
    return rows.select_related("model", "item_class").order_by("name", "pk")


def missing(task: CallTask, questions: Iterable[Question]) -> dict[int, str]:
    """Questions that must be answered and are not."""
    answered = set(task.answers.values_list("question", flat=True))
    lacking = [one.pk for one in questions if one.is_required and one.pk not in answered]
    return dict.fromkeys(lacking, _("This is needed."))


def contradicts(item: ConfigurationItem, said: Said) -> bool:
    """Whether the model that was read out is another one than is recorded of the item."""
    if said.product_model is not None:
        return item.model_id != said.product_model.pk
    recorded = item.model
    names = {str(recorded).casefold(), recorded.name.casefold()} if recorded else set()
    return said.text.casefold() not in names
