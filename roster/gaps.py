"""What the roster lacks in a span: posts that nobody fills, shifts whose person is away, teams too thinly staffed,
and shifts with too little rest between them."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.models import DutyPost, Membership
from roster.days import Days
from roster.duty import active_posts, decide
from roster.models import CoverRule, DutyRules, Leave, Shift
from roster.planning import overlapping


@dataclass(frozen=True)
class Gap:
    """Something to mend, in words. `sort`: post, away, cover or rest."""

    sort: str
    starts_at: datetime
    ends_at: datetime
    words: str
    # The shift to give away or to move, where one is the trouble.
    shift: Shift | None = None


@dataclass(frozen=True)
class Span:
    """What the roster holds between two moments; three queries."""

    starts_at: datetime
    ends_at: datetime
    shifts: list[Shift]
    leaves: list[Leave]

    @classmethod
    def of(cls, starts_at: datetime, ends_at: datetime) -> "Span":
        shifts = overlapping(Shift.objects.select_related("user", "post", "pattern"), starts_at, ends_at)
        leaves = overlapping(Leave.objects.select_related("user"), starts_at, ends_at)
        return cls(starts_at, ends_at, list(shifts), list(leaves))

    def away(self, user_id: int, starts_at: datetime, ends_at: datetime) -> bool:
        return any(
            leave.user_id == user_id and leave.starts_at < ends_at and leave.ends_at > starts_at
            for leave in self.leaves
        )


def gaps(span: Span) -> list[Gap]:
    """Oldest first."""
    found = [*_empty_posts(span), *_away(span), *_thin_cover(span), *_short_rest(span)]
    return sorted(found, key=lambda gap: (gap.starts_at, gap.words))


def _empty_posts(span: Span) -> list[Gap]:
    return [gap for post in active_posts() for gap in _empty_spans(post, span)]


def _empty_spans(post: DutyPost, span: Span) -> list[Gap]:
    """Between two changes nothing changes, so each stretch between them is asked about once."""
    mine = [shift for shift in span.shifts if shift.post_id == post.pk]
    people = {holder.pk for holder in post.holders} | {shift.user_id for shift in mine}
    changes = {span.starts_at, span.ends_at}
    for row in (*mine, *(leave for leave in span.leaves if leave.user_id in people)):
        changes |= {min(max(at, span.starts_at), span.ends_at) for at in (row.starts_at, row.ends_at)}
    found: list[Gap] = []
    for start, end in pairwise(sorted(changes)):
        if _is_filled(post, start, mine, span):
            continue
        words = _("Nobody fills the post “%(post)s”.") % {"post": post}
        last = found.pop() if found and found[-1].ends_at == start else None
        found.append(Gap("post", last.starts_at if last else start, end, words))
    return found


def _is_filled(post: DutyPost, at: datetime, shifts: list[Shift], span: Span) -> bool:
    now = [shift for shift in shifts if shift.starts_at <= at < shift.ends_at and shift.user.is_active]
    away = {leave.user_id: [leave] for leave in span.leaves if leave.starts_at <= at < leave.ends_at}
    return decide(post, at, now, away).person is not None


def _away(span: Span) -> list[Gap]:
    return [
        Gap(
            "away",
            shift.starts_at,
            shift.ends_at,
            _("%(person)s has a shift and is on leave: give the shift to somebody else.")
            % {"person": shift.user},
            shift,
        )
        for shift in span.shifts
        if span.away(shift.user_id, shift.starts_at, shift.ends_at)
    ]


def _thin_cover(span: Span) -> list[Gap]:
    rules = list(CoverRule.objects.filter(pattern__is_active=True).select_related("team", "pattern"))
    teams = _teams_of(rules)
    planned: Counter[tuple[int, int, date]] = Counter()
    for shift in span.shifts:
        if shift.pattern_id and not span.away(shift.user_id, shift.starts_at, shift.ends_at):
            for team in teams.get(shift.user_id, ()):
                planned[team, shift.pattern_id, localdate(shift.starts_at)] += 1
    first = localdate(span.starts_at)
    days = [first + timedelta(days=n) for n in range((span.ends_at - span.starts_at).days)]
    calendar = Days.between(first, localdate(span.ends_at))
    return [
        _missing(rule, day, missing)
        for rule in rules
        for day in days
        if rule.holds_on(is_off=calendar.is_off(day))
        and (missing := rule.needed - planned[rule.team_id, rule.pattern_id, day]) > 0
    ]


def _teams_of(rules: list[CoverRule]) -> dict[int, list[int]]:
    teams: dict[int, list[int]] = {}
    rows = Membership.objects.filter(Q(team__in={rule.team_id for rule in rules}))
    for user, team in rows.values_list("user", "team"):
        teams.setdefault(user, []).append(team)
    return teams


def _missing(rule: CoverRule, day: date, missing: int) -> Gap:
    words = ngettext(
        "%(team)s, %(pattern)s: %(count)s person is missing.",
        "%(team)s, %(pattern)s: %(count)s people are missing.",
        missing,
    )
    told = {"team": rule.team, "pattern": rule.pattern, "count": missing}
    return Gap("cover", *rule.pattern.span(day), words % told)


def _short_rest(span: Span) -> list[Gap]:
    rest = timedelta(hours=DutyRules.current().rest_hours)
    of_person: dict[int, list[Shift]] = {}
    for shift in span.shifts:
        of_person.setdefault(shift.user_id, []).append(shift)
    return [
        Gap("rest", earlier.ends_at, later.starts_at, _rest_words(earlier, later), later)
        for shifts in of_person.values()
        for earlier, later in pairwise(sorted(shifts, key=lambda one: one.starts_at))
        # Shifts that follow without a break are one piece of work cut in two.
        if timedelta(0) < later.starts_at - earlier.ends_at < rest
    ]


def _rest_words(earlier: Shift, later: Shift) -> str:
    hours = (later.starts_at - earlier.ends_at).total_seconds() / 3600
    told = {"person": later.user, "hours": f"{round(hours, 1):g}"}
    told["at"] = date_format(localtime(later.starts_at), "Y-m-d H:i")
    return _("%(person)s has %(hours)s hours of rest before the shift of %(at)s.") % told
