"""What stands around the incidents of a period, for who may see it: visits, changes, releases, the CMDB's truth."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from changes.models import Change
from cmdb.sight import items_for
from cmdb.truth import figures as truth_figures
from cmdb.truth import in_use
from discrepancies.correctness import looked_at
from people.models import User
from releases.fault_share import share_of
from releases.models import Release
from servicedesk.board.shares import of_words, share
from servicedesk.queues.counting import queue_url
from servicedesk.reports.parts import Cell, Figure, Row, Table
from servicedesk.reports.periods import Period
from visits.models import Visit

MOST_RELEASES = 6
RUNNING = ("piloting", "rolling_out", "halted")


def around_figures(user: User, period: Period) -> list[Figure]:
    return [*_visits(user, period), *_changes(user, period)]


def _done(period: Period) -> dict[str, Any]:
    return {"show": "all", "resolved_from": period.start, "resolved_until": period.end}


def _within(period: Period) -> Q:
    return Q(resolved_at__gte=period.start, resolved_at__lt=period.end)


def _visits(user: User, period: Period) -> list[Figure]:
    """How many visits one repair took. One query."""
    if not user.rights.scopes_for("visit"):
        return []
    now, then = _within(period), _within(period.before)
    seen: Any = Visit.objects.visible_to(
        user
    )  # the manager is inherited, and django-stubs reads it as that of Record
    counted = (
        seen.filter(now | then, state="done")
        .order_by()
        .aggregate(
            visits=Count("pk", filter=now),
            fixed=Count("pk", filter=now & Q(outcome=Visit.Outcome.FIXED)),
            visits_before=Count("pk", filter=then),
            fixed_before=Count("pk", filter=then & Q(outcome=Visit.Outcome.FIXED)),
        )
    )
    value = _each(counted["visits"], counted["fixed"])
    note = _("%(visits)s visits, %(fixed)s fixed") % {"visits": counted["visits"], "fixed": counted["fixed"]}
    return [
        Figure(
            name="visits", label=_("Visits per fix"), icon="truck", value=value, count=counted["visits"], good="down",
            href=queue_url("visit", **_done(period), state="done"), note=note,
            before=_each(counted["visits_before"], counted["fixed_before"]),
        )
    ]  # fmt: skip


def _each(visits: int, fixed: int) -> float | None:
    return round(visits / fixed, 1) if fixed else None


def _changes(user: User, period: Period) -> list[Figure]:
    """How many of the changes that were carried out went as planned. One query."""
    if not user.rights.scopes_for("change"):
        return []
    now, then = _within(period), _within(period.before)
    seen: Any = Change.objects.visible_to(user)
    counted = (
        seen.filter(now | then)
        .order_by()
        .aggregate(
            done=Count("pk", filter=now),
            well=Count("pk", filter=now & Q(has_failed=False)),
            done_before=Count("pk", filter=then),
            well_before=Count("pk", filter=then & Q(has_failed=False)),
        )
    )
    return [
        Figure(
            name="changes", label=_("Changes as planned"), icon="replace", good="up", unit="%", count=counted["well"],
            value=share(counted["well"], counted["done"]), note=of_words(counted["well"], counted["done"]),
            href=queue_url("change", **_done(period), success="yes"),
            before=share(counted["well_before"], counted["done_before"]),
        )
    ]  # fmt: skip


def around_tables(user: User, period: Period) -> list[Table]:
    return [*_releases(user, period), *_truth(user)]


def _releases(user: User, period: Period) -> list[Table]:
    """Those that were brought out in the period, or are on their way to customers, each with its fault share."""
    if not user.rights.scopes_for("release"):
        return []
    seen: Any = Release.objects.visible_to(user)
    reached = Q(deployments__deployed_at__gte=period.start, deployments__deployed_at__lt=period.end)
    found = (
        seen.filter(reached | Q(state__in=RUNNING), opened_at__lt=period.end)
        .distinct()
        .order_by("-opened_at", "-pk")
    )
    rows = [_release(release) for release in found[:MOST_RELEASES] if release.is_frozen]
    head = [_("Release"), _("State"), _("Have it"), _("Reported"), _("Share")]
    note = _("The share as it stands now: a customer that reports counts for its release from then on.")
    return (
        [Table("releases", _("Releases and their fault share"), head, rows, "rocket", note)] if rows else []
    )


def _release(release: Release) -> Row:
    told, page = share_of(release), reverse("desk:release", args=[release.number])
    return Row(
        f"{release.number} {release.title}",
        [
            Cell(release.state_label),
            Cell(told.deployed, f"{page}?show=has-it", count=told.deployed),
            Cell(told.reported, f"{page}?show=reported", count=told.reported),
            Cell(told.percent, unit="%"),
        ],
        page,
    )


def _truth(user: User) -> list[Table]:
    """How far what is recorded can be relied on, as it stands now: by class, from every source together."""
    if not user.rights.may("items", "see"):
        return []
    seen = items_for(user)
    lines = truth_figures(seen)
    wrong = looked_at(in_use(seen))
    by_class: dict[int, list[Any]] = {}
    for line in lines:
        by_class.setdefault(line.item_class.pk, []).append(line)
    rows = [_class_row(kin, wrong) for kin in by_class.values()]
    head = [_("Class"), _("Items"), _("Complete"), _("Looked at within 90 days"), _("Recorded rightly")]
    note = _("As it stands now, of the equipment in use.")
    return [Table("truth", _("Truth of the equipment's records"), head, rows, "checks", note)] if rows else []


def _class_row(kin: list[Any], looked: Any) -> Row:
    items = sum(line.items for line in kin)
    wanted, filled = sum(line.wanted for line in kin), sum(line.filled for line in kin)
    found = [looked[key] for line in kin if (key := (line.item_class.pk, line.source)) in looked]
    seen, wrong = sum(one.items for one in found), sum(one.wrong for one in found)
    return Row(
        kin[0].item_class.label,
        [
            Cell(
                items,
                f"{reverse('desk:items')}?{urlencode({'item_class': kin[0].item_class.pk})}" if items else "",
            ),
            Cell(share(filled, wanted), unit="%"),
            Cell(share(sum(line.fresh for line in kin), items), unit="%"),
            Cell(share(seen - wrong, seen), unit="%"),
        ],
        reverse("desk:item-truth"),
    )
