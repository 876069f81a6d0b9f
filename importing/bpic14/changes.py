"""Changes of BPI 2014: plain rows, until changes have a life of their own here."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from importing.bpic14.reader import CHANGES, SOURCE, ZONE
from importing.bpic14.rows import ChangeRow
from importing.catalogue import Catalogue
from importing.loading import Loading, batches
from importing.models import ImportedChange

CHANGES_AT_ONCE = 2_000
NEW = gettext_noop("changes brought in")
HERE = gettext_noop("changes here already")
Touches = ImportedChange.items.through


@dataclass(slots=True)
class Gathered:
    """A change with the items of all its rows."""

    change: ImportedChange
    items: dict[str, None] = field(default_factory=dict)


class ChangeLoader:
    def __init__(self, folder: Path, loading: Loading, catalogue: Catalogue) -> None:
        self.folder = folder
        self.loading = loading
        self.catalogue = catalogue

    def load(self) -> None:
        for batch in batches(self._new(), CHANGES_AT_ONCE):
            with transaction.atomic():
                ImportedChange.objects.bulk_create([gathered.change for gathered in batch])
                Touches.objects.bulk_create(list(self._touched(batch)), batch_size=2_000)
            self.loading.brought_in(NEW, len(batch))

    def _new(self) -> Iterator[Gathered]:
        here = self.loading.keys_here(ImportedChange)
        for key, gathered in self._gather().items():
            if key in here:
                self.loading.counts[HERE] += 1
            else:
                yield gathered

    def _gather(self) -> dict[str, Gathered]:
        found: dict[str, Gathered] = {}
        for row in self.loading.read(CHANGES, self.folder, ZONE):
            gathered = found.setdefault(row.key, Gathered(change_of(row)))
            self._close_later(gathered.change, row)
            if row.item_name in gathered.items:
                reason = _("names an item of this change again: the later closing time was kept")
                self.loading.doubt(CHANGES, row.line, "CI Name (aff)", row.item_name, reason, is_taken=True)
            elif row.item_name:
                gathered.items[row.item_name] = None
        return found

    def _close_later(self, change: ImportedChange, row: ChangeRow) -> None:
        if row.closed_at and (change.closed_at is None or row.closed_at > change.closed_at):
            change.closed_at = row.closed_at

    def _touched(self, batch: list[Gathered]) -> Iterator[Touches]:  # type: ignore[valid-type]
        for gathered in batch:
            for name in gathered.items:
                item = self.catalogue.item(name)
                yield Touches(
                    importedchange_id=gathered.change.pk, configurationitem_id=item.pk if item else None
                )


def change_of(row: ChangeRow) -> ImportedChange:
    return ImportedChange(
        source=SOURCE,
        source_key=row.key,
        type=row.type or "",
        risk=row.risk or "",
        origin=row.origin or "",
        is_emergency=row.is_emergency,
        needs_board=row.needs_board,
        planned_start_at=row.planned_start_at,
        planned_end_at=row.planned_end_at,
        downtime_start_at=row.downtime_start_at,
        downtime_end_at=row.downtime_end_at,
        actual_start_at=row.actual_start_at,
        actual_end_at=row.actual_end_at,
        requested_end_at=row.requested_end_at,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
    )
