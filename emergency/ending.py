"""What is still missing before an emergency may end, in sentences."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from emergency.reports import last_report
from emergency.sample import played, recovery
from outreach.models import Attempt

if TYPE_CHECKING:
    from emergency.models import Emergency


def quiet_from(emergency: "Emergency", at: datetime | None = None) -> datetime | None:
    """Since when nobody has reported it, straight from the calls; None before it is contained."""
    if emergency.quiet_since is None or emergency.service is None:
        return None
    last = last_report(emergency.service, emergency.drill, until=at or timezone.now())
    return max(emergency.quiet_since, last) if last is not None else emergency.quiet_since


def quiet_until(emergency: "Emergency", at: datetime | None = None) -> datetime | None:
    """When the quiet time will have been kept, if nobody calls; None before it is contained."""
    since = quiet_from(emergency, at)
    return since + timedelta(minutes=emergency.plan_version.quiet_minutes) if since is not None else None


def shortfalls(emergency: "Emergency", at: datetime | None = None) -> list[str]:
    """Why it cannot end now, each reason a sentence; empty where it can. Asks the calls, not what the beat noted."""
    at = at or timezone.now()
    missing = [sample] if (sample := _sample_words(emergency)) else []
    until = quiet_until(emergency, at)
    if until is not None and at < until:
        missing.append(_quiet_words(emergency, until))
    return missing


def asked_until(emergency: "Emergency") -> datetime | None:
    """When the last answer of the sample came in; None where nobody was asked."""
    rows, column = played(emergency), "called_at"
    if emergency.sample_campaign is not None:
        rows, column = Attempt.objects.filter(task__campaign=emergency.sample_campaign), "at"
    last: datetime | None = rows.aggregate(last=Max(column))["last"]
    return last


def _sample_words(emergency: "Emergency") -> str:
    rate = recovery(emergency)
    if rate is None or rate.is_met:
        return ""
    if not rate.is_complete:
        told = {"answered": rate.asked, "wanted": rate.size}
        return _("Of %(wanted)s customers to be called back, %(answered)s have answered.") % told
    told = {"percent": rate.percent or 0, "wanted": rate.threshold}
    return (
        _("%(percent)s %% of the customers called back are back to normal; the plan asks for %(wanted)s %%.")
        % told
    )


def _quiet_words(emergency: "Emergency", until: datetime) -> str:
    minutes = emergency.plan_version.quiet_minutes
    told = {"minutes": minutes, "since": _moment(until - timedelta(minutes=minutes)), "until": _moment(until)}
    return (
        _(
            "It has been quiet since %(since)s; the plan asks for %(minutes)s minutes, which is until %(until)s."
        )
        % told
    )


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "H:i")


def refuse_beside_another(emergency: "Emergency") -> None:
    """An ended one does not come back while another one of its plan runs. Raises ValidationError."""
    rows: Any = type(emergency)._default_manager
    others = rows.filter(plan=emergency.plan_id, is_drill=emergency.is_drill, is_running=True)
    other = others.exclude(pk=emergency.pk).first()
    if other is not None:
        raise ValidationError(
            _("%(number)s of this plan is running: open that one.") % {"number": other.number}
        )
