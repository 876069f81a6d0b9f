"""A plan and the report of an emergency on paper."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from emergency import room
from emergency.areas import AREA
from emergency.criteria import Criterion, measure
from emergency.models import Emergency, PlanVersion
from emergency.report import open_actions, report_of
from people.views.doors import Asked, needs
from records.telling import Told
from servicedesk.emergency_pages.lists import seen_emergency
from servicedesk.pdf import Facts, Heading, Part, Table, Text, pdf_response, write_pdf
from servicedesk.records_pages.lookup import login_required
from servicedesk.spans import span_words

TIMES = (0.2, 0.25, 0.55)


@require_safe
@needs(AREA, "see")
def version(request: Asked, pk: int, number: int) -> HttpResponse:
    """GET /emergency-plans/<pk>/<version>.pdf — signed or not, and it says which."""
    rows = PlanVersion.objects.select_related(
        "plan__service", "proposer_role", "signer_role", "next_signer_role", "site", "skill", "signed_by"
    )
    found = get_object_or_404(rows, plan=pk, number=number)
    title = str(found)
    subtitle = (
        _("Signed by %(person)s, %(at)s") % {"person": found.signed_by, "at": _moment(found.signed_at)}
        if found.is_signed
        else _("Draft, not signed: it is not in force.")
    )
    content = write_pdf(_plan(found), title=title, subtitle=subtitle, generated_at=timezone.now())
    return pdf_response(content, f"plan-{pk}-{number}.pdf")


def _plan(version: PlanVersion) -> Iterator[Part]:
    yield Facts([(_("service"), version.service), *_people(version)])
    yield Heading(_("Criteria, all of which must be met"))
    yield Text("\n".join(f"· {one.words}" for one in measure(version).criteria))
    yield Heading(_("Posts"))
    posts = version.posts.select_related("post__first_holder", "post__second_holder")
    yield Table(
        [_("duty post"), "A", "B", _("task")],
        [[one.post, one.post.first_holder or "–", one.post.second_holder or "–", one.task] for one in posts],
    )
    yield Heading(_("Who is told, and what each has to do"))
    duties = version.duties.select_related("role")
    yield Table(
        [_("role"), _("task"), _("minutes")],
        [[one.role, one.task, one.minutes] for one in duties],
        right=(2,),
    )
    if version.caller_line:
        yield Heading(_("What callers are told"))
        yield Text(version.caller_line)
    if version.checks:
        yield Heading(_("Check-list"))
        yield Text("\n".join(f"□ {one}" for one in version.checks))
    if version.digest:
        yield Facts([(_("fingerprint"), version.digest)])


def _people(version: PlanVersion) -> list[tuple[str, object]]:
    following = version.next_signer_role or "–"
    unsigned = _("yes") if version.may_start_unsigned else _("no")
    sample = _("%(size)s customers, %(percent)s %% of them back to normal") % {
        "size": version.sample_size,
        "percent": version.recovery_percent,
    }
    return [
        (_("who proposes it"), version.proposer_role),
        (_("who signs it"), version.signer_role),
        (_("minutes to sign"), version.signature_minutes),
        (_("to whom it then goes"), following),
        (_("comes into force unsigned"), unsigned),
        (_("where the posts come to"), version.site or "–"),
        (_("quiet minutes before the end"), version.quiet_minutes),
        (_("sample"), sample),
    ]


@login_required
@require_safe
def report(request: HttpRequest, number: str) -> HttpResponse:
    """GET /emergencies/<number>/report.pdf — what it was, in figures, with its time line and what is left to do."""
    emergency = seen_emergency(request, number)
    title = f"{emergency.number} · {emergency.title}"
    words = str(emergency.declared.states[emergency.state].label)
    content = write_pdf(_report(emergency), title=title, subtitle=words, generated_at=timezone.now())
    return pdf_response(content, f"{emergency.number}.pdf")


def _report(emergency: Emergency) -> Iterator[Part]:
    found = report_of(emergency)
    yield Facts(_figures(emergency, found))
    yield Heading(_("How long it took"))
    rows = [[one.label, _moment(one.start), _moment(one.end), _took(one.seconds)] for one in found.spans]
    yield Table(["", _("from"), _("until"), _("took")], rows, right=(3,))
    yield Heading(_("Criteria"))
    yield Table([_("criterion"), _("figure"), ""], map(_criterion, room.criteria_signed(emergency)))
    yield Heading(_("Roll-call"))
    yield Table(
        [_("Post or role"), _("Person"), _("Answered"), _("There")], map(_called, room.roll_call(emergency))
    )
    if actions := list(open_actions(emergency)):
        yield Heading(_("Left to do"))
        yield Table(
            [_("what"), _("Person"), _("due")],
            [[one.what, one.asked_of, _moment(one.due_at)] for one in actions],
        )
    yield Heading(_("Time line"))
    yield Table(
        [_("Time"), _("Person"), _("What")],
        [_line(told, emergency) for told in room.time_line(emergency)],
        shares=TIMES,
    )


def _criterion(one: Criterion) -> list[object]:
    return [one.words, one.figure_words, _("met") if one.is_met else _("not met")]


def _called(line: Any) -> list[object]:
    return [line.what, line.user or "–", _moment(line.answered_at), _moment(line.arrived_at)]


def _line(told: Told, emergency: Emergency) -> list[object]:
    """What happened on a visit made for it names the visit."""
    number = told.entry.record.number if told.entry.record_id != emergency.pk else ""
    return [_moment(told.at), told.by, " ".join(filter(None, [number, told.sentence, told.note]))]


def _figures(emergency: Emergency, found: Any) -> list[tuple[str, object]]:
    rate = found.rate
    told: list[tuple[str, object]] = [
        (_("service"), emergency.service),
        (_("emergency plan"), emergency.plan_version),
        (_("proposed by"), emergency.proposed_by or "–"),
        (_("signed by"), emergency.signed_by or "–"),
        (_("fingerprint"), emergency.signature or "–"),
        (_("Calls"), found.calls),
        (_("Customers"), found.customers),
        (_("Incidents attached"), found.incidents),
        (_("resolved together"), found.settled),
        (_("answered the roll-call"), f"{found.answered} / {found.called}"),
        (_("times the quiet time began anew"), found.restarts),
        (_("cause"), emergency.cause or "–"),
        (_("solution"), emergency.solution or "–"),
    ]
    if rate is not None:
        told.append((_("back to normal"), f"{rate.recovered} / {rate.asked}"))
        told.append((_("seed of the sample"), emergency.sample_seed))
    if emergency.overruled_reason:
        told.append((_("why it ended before its time"), emergency.overruled_reason))
    return told


def _moment(at: Any) -> str:
    return date_format(timezone.localtime(at), "Y-m-d H:i:s") if at is not None else "–"


def _took(seconds: int | None) -> str:
    return span_words(seconds) if seconds is not None else "–"
