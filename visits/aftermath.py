"""What a finished visit brings about: discrepancies of what was seen, and the flag of a record that visits fail on."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from discrepancies.models import Discrepancy
from people.accounts import system_user
from people.models import User
from records.actions import register, remark
from records.models import Record
from visits.links import FAILED_VISITS

if TYPE_CHECKING:
    from visits.models import Visit


def report_what_was_seen(visit: "Visit", *, by: User, seen: dict[str, str | None]) -> list[Discrepancy]:
    """A discrepancy for each thing on the plate that is not what is recorded; none where it is, or is known already."""
    if visit.item is None:
        return []
    return [
        made
        for name, text in seen.items()
        if text and (made := _report(visit, name, text.strip(), by)) is not None
    ]


def _report(visit: "Visit", name: str, observed: str, by: User) -> Discrepancy | None:
    evidence = _("Read on site during %(number)s.") % {"number": visit.number}
    told: dict[str, Any] = {"item": visit.item, "attribute": name, "observed": observed, "evidence": evidence}
    try:
        with transaction.atomic():
            return register(
                Discrepancy, by=by, origin=Discrepancy.Origin.VISIT, found_on_id=visit.for_record_id, **told
            )
    except ValidationError as refused:
        # It is what is recorded, or somebody reported the same already: both are good news.
        if set(refused.error_dict) <= {"observed"}:
            return None
        raise


def failed_lately(record_id: int) -> int:
    """How many visits for the record ended without a solution within the days that the rules name."""
    from visits.models import Visit, VisitRules

    since = timezone.now() - timedelta(days=VisitRules.current().failed_days)
    return Visit.objects.filter(for_record=record_id, outcome="not_fixed", finished_at__gte=since).count()


def flag_failures(visit: "Visit") -> bool:
    """At the second failed visit within seven days: say so on the record, which warns the supervisor.

    True where it was said.
    """
    from visits.models import VisitRules

    rules, failed = VisitRules.current(), failed_lately(visit.for_record_id)
    if failed < rules.failed_visits:
        return False
    record = Record.objects.get(pk=visit.for_record_id).specific
    changes = {"failed": [None, failed], "within_days": [None, rules.failed_days]}
    words = _("Last visit: %(number)s, %(engineer)s. %(findings)s") % {
        "number": visit.number, "engineer": visit.engineer, "findings": visit.findings,
    }  # fmt: skip
    remark(record, by=system_user(), text=words, via="clock", step=FAILED_VISITS, changes=changes)
    return True
