"""Changes of BPI 2014: each comes in with its windows, all items of its rows, and the steps that its times imply."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from changes.models import Change, ChangeModel
from changes.risk import HIGH_FROM, MEDIUM_FROM
from importing.bpic14.reader import CHANGES, SOURCE, ZONE
from importing.bpic14.rows import ChangeRow
from importing.catalogue import Catalogue, code, ensure
from importing.loading import Loading, batches
from importing.past import about, told
from records.bulk import Past, PastStep, bring_in, objection
from records.models import Record

CHANGES_AT_ONCE = 1_000
NEW = gettext_noop("changes brought in")
NEW_ITEMS = gettext_noop("items that these changes touch")
HERE = gettext_noop("changes here already")
NEVER_BEGUN = gettext_noop("changes closed without a time of carrying out, taken as cancelled")
# "Standard Change Type 81", "Standard Activity Type 09": approved once for all, by the source's own word.
STANDARD = "Standard "
RISKS = {
    "Minor Change": Change.Risk.LOW,
    "Business Change": Change.Risk.MEDIUM,
    "Major Business Change": Change.Risk.HIGH,
}
Touches = Change.items.through


@dataclass(slots=True)
class Gathered:
    """A change with the items of all its rows: from the earliest beginning any of them tells to the latest end."""

    row: ChangeRow
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    began_at: datetime | None = None
    ended_at: datetime | None = None
    closed_at: datetime | None = None
    items: dict[str, None] = field(default_factory=dict)

    def add(self, row: ChangeRow) -> None:
        self.starts_at = _first(self.starts_at, row.planned_start_at)
        self.ends_at = _last(self.ends_at, row.planned_end_at)
        self.began_at = _first(self.began_at, row.actual_start_at)
        self.ended_at = _last(self.ended_at, row.actual_end_at)
        self.closed_at = _last(self.closed_at, row.closed_at)

    @property
    def is_standard(self) -> bool:
        return bool(self.row.type and self.row.type.startswith(STANDARD) and not self.row.is_emergency)


def _first(*moments: datetime | None) -> datetime | None:
    return min(filter(None, moments), default=None)


def _last(*moments: datetime | None) -> datetime | None:
    return max(filter(None, moments), default=None)


class ChangeLoader:
    def __init__(self, folder: Path, loading: Loading, catalogue: Catalogue) -> None:
        self.folder = folder
        self.loading = loading
        self.catalogue = catalogue
        self.standards: dict[str, ChangeModel] = {}

    def load(self) -> None:
        gathered = self._gather()
        self._lay_down_standards(gathered)
        for batch in batches(self._new(gathered), CHANGES_AT_ONCE):
            with transaction.atomic():
                changes = bring_in(Change, [past for past, _further in batch], by=self.loading.importer)
                touched = [
                    Touches(change_id=change.pk, configurationitem_id=item.pk)
                    for change, (_past, further) in zip(changes, batch, strict=True)
                    for item in further
                ]
                Touches.objects.bulk_create(touched, batch_size=2_000)
            self.loading.brought_in(NEW, len(batch))
            self.loading.brought_in(
                NEW_ITEMS, len(touched) + sum(change.item_id is not None for change in changes)
            )

    def _gather(self) -> Iterable[Gathered]:
        found: dict[str, Gathered] = {}
        for row in self.loading.read(CHANGES, self.folder, ZONE):
            gathered = found.setdefault(row.key, Gathered(row))
            gathered.add(row)
            if row.item_name in gathered.items:
                reason = _("names an item of this change again: the longest window was kept")
                self.loading.doubt(CHANGES, row.line, "CI Name (aff)", row.item_name, reason, is_taken=True)
            elif row.item_name:
                gathered.items[row.item_name] = None
        return found.values()

    def _lay_down_standards(self, gathered: Iterable[Gathered]) -> None:
        """The source names its standard changes and does not describe them: kept, and not offered to anybody."""
        names = sorted({str(one.row.type) for one in gathered if one.is_standard})
        codes = {name: code(SOURCE, name) for name in names}
        rows = ensure(
            ChangeModel, "code", {codes[name]: {"name": name, "is_active": False} for name in names}
        )
        self.standards = {name: rows[slug] for name, slug in codes.items()}

    def _new(self, gathered: Iterable[Gathered]) -> Iterator[tuple[Past, list[Any]]]:
        """Each with the items it touches besides its own."""
        here = self.loading.keys_here(Record)
        for one in gathered:
            if one.row.key in here:
                self.loading.counts[HERE] += 1
                continue
            past = self._past(one)
            if why := objection(Change, past):
                self.loading.doubt(CHANGES, one.row.line, "Change ID", one.row.key, why, is_taken=False)
            else:
                yield past, [self.catalogue.item(name) for name in list(one.items)[1:]]

    def _past(self, one: Gathered) -> Past:
        self._doubt(one)
        if one.closed_at and not one.began_at:
            self.loading.counts[NEVER_BEGUN] += 1
        return Past(
            source=SOURCE,
            source_key=one.row.key,
            owner=self.loading.owner(is_open=one.closed_at is None),
            fields={**self._facts(one), **self._fate(one)},
            steps=history(one),
        )

    def _facts(self, one: Gathered) -> dict[str, Any]:
        row = one.row
        standard = self.standards[str(row.type)] if one.is_standard else None
        return {
            "title": about(row.type, row.item_name) or row.key,
            "description": description(row),
            "sort": _sort(row, standard),
            "standard": standard,
            "risk": RISKS.get(row.risk or ""),
            "risk_reasons": risk_reasons(row),
            "service": self.catalogue.service(row.component),
            "item": self.catalogue.item(next(iter(one.items), None)),
        }

    def _fate(self, one: Gathered) -> dict[str, Any]:
        return {
            "starts_at": one.starts_at,
            "ends_at": one.ends_at,
            "opened_at": one.row.opened_at,
            "began_at": one.began_at,
            # Of one the source forgot the end of, closing is the latest end there can be.
            "resolved_at": one.ended_at or (one.closed_at if one.began_at else None),
            "closed_at": one.closed_at,
        }

    def _doubt(self, one: Gathered) -> None:
        """What the journal cannot tell in the order of time; the change's own columns keep the source's times."""
        opened_at, closed_at = one.row.opened_at, one.closed_at
        if one.began_at and one.began_at < opened_at:
            reason = _("is before the change was recorded: its journal tells of it as of then")
            self.loading.doubt(CHANGES, one.row.line, "Actual Start", one.began_at, reason, is_taken=True)
        if one.ended_at and closed_at and one.ended_at > closed_at:
            reason = _("is after the change was closed: its journal tells of it as of then")
            self.loading.doubt(CHANGES, one.row.line, "Actual End", one.ended_at, reason, is_taken=True)
        if one.began_at and closed_at and not one.ended_at:
            reason = _("is missing though the change began: taken as ended when closed")
            self.loading.doubt(CHANGES, one.row.line, "Actual End", "", reason, is_taken=True)


def history(one: Gathered) -> list[PastStep]:
    """The steps that its times imply; the source keeps no log of changes. Judgement and scheduling left no trace."""
    opened_at, closed_at = one.row.opened_at, one.closed_at

    def told_at(moment: datetime) -> datetime:
        return max(opened_at, min(moment, closed_at) if closed_at else moment)

    found = [PastStep(at=opened_at, step="register", to_state="draft")]
    if one.began_at:
        found.append(PastStep(at=told_at(one.began_at), step="begin", to_state="in_progress"))
        if ended_at := one.ended_at or closed_at:
            found.append(PastStep(at=told_at(ended_at), step="complete", to_state="done"))
    if closed_at:
        step, state = ("close", "closed") if one.began_at else ("cancel", "cancelled")
        found.append(PastStep(at=told_at(closed_at), step=step, to_state=state))
    return found


def risk_reasons(row: ChangeRow) -> list[dict[str, Any]]:
    """The source's own judgement, with the points that its level takes here."""
    if row.risk not in RISKS:
        return []
    points = {Change.Risk.LOW: 0, Change.Risk.MEDIUM: MEDIUM_FROM, Change.Risk.HIGH: HIGH_FROM}[
        RISKS[row.risk]
    ]
    return [{"points": points, "words": _("“%(words)s”, as its source judged") % {"words": row.risk}}]


def _sort(row: ChangeRow, standard: ChangeModel | None) -> str:
    if row.is_emergency:
        return Change.Sort.EMERGENCY
    return Change.Sort.NORMAL if standard is None else Change.Sort.STANDARD


def description(row: ChangeRow) -> str:
    return told(
        {
            "Change Type": row.type,
            "Risk Assessment": row.risk,
            "CAB-approval needed": None if row.needs_board is None else "Y" if row.needs_board else "N",
            "Scheduled Downtime Start": on_the_clock(row.downtime_start_at),
            "Scheduled Downtime End": on_the_clock(row.downtime_end_at),
            "Requested End Date": on_the_clock(row.requested_end_at),
            "Originated from": row.origin,
        }
    )


def on_the_clock(moment: datetime | None) -> str | None:
    """As the source tells it: by the wall clock of its place."""
    return f"{moment.astimezone(ZONE):%Y-%m-%d %H:%M}" if moment else None
