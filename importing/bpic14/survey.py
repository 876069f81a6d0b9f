"""What the exports name, gathered before anything is laid down: items, components, categories, codes, histories."""

from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

from importing.bpic14.history import Activity
from importing.bpic14.reader import ACTIVITIES, CALLS, CHANGES, INCIDENTS, SOURCE, ZONE
from importing.bpic14.rows import ChangeRow, IncidentRow, ItemNamed
from importing.catalogue import Catalogue
from importing.cells import UNKNOWN
from importing.loading import Loading
from importing.source import RowProblem

TITLE = "BPI 2014"
NOBODY_KNOWS = (None, None, None)


class Survey(NamedTuple):
    items: dict[str, Counter[tuple[str | None, str | None, str | None]]]
    components: set[str | None]
    categories: set[str | None]
    closure_codes: set[str | None]

    def add_item(self, item: ItemNamed | None) -> None:
        if item is not None:
            self.items[item.name][item.type, item.subtype, item.component] += 1


def _reported_when_loaded(problem: RowProblem) -> None:
    """The same rows are read again to be laid down; once is enough to be told of a problem."""


def survey(folder: Path) -> Survey:
    """Three of the four files; the fourth names teams only and is kept whole by `histories`."""
    found = Survey(defaultdict(Counter), set(), set(), set())
    for table in (INCIDENTS, CALLS, CHANGES):
        for row in table.open(folder, zone=ZONE, report=_reported_when_loaded):
            found.add_item(row.item)
            found.components.add(row.component)
            if isinstance(row, IncidentRow):
                found.add_item(row.causing_item)
                found.components.add(row.cause_component)
                found.closure_codes.add(row.closure_code)
            if not isinstance(row, ChangeRow):
                found.categories.add(row.category)
    return found


def histories(folder: Path, loading: Loading) -> dict[str, list[Activity]]:
    """The activities by incident, in the file's order: some 60 MB for the 344,174 of the real log."""
    words: dict[str | None, str | None] = {}
    found: dict[str, list[Activity]] = defaultdict(list)
    for row in loading.read(ACTIVITIES, folder, ZONE):
        # One object per distinct word, or the log's few hundred words would be kept a third of a million times.
        kind, team = words.setdefault(row.type, row.type), words.setdefault(row.team, row.team)
        found[row.incident].append(Activity(row.at, str(kind), team, row.line))
    return found


def lay_down(found: Survey, teams: set[str]) -> Catalogue:
    """The reference rows for what was found. Where rows disagree about an item, most rows are right."""
    catalogue = Catalogue(SOURCE, TITLE, is_offered=True)
    catalogue.add_teams(sorted(teams))
    catalogue.add_services(sorted(filter(None, found.components)))
    items = {name: facts.most_common(1)[0][0] for name, facts in found.items.items()}
    # Some calls are about an item that nobody could name. The source counts "not known" among its items.
    catalogue.add_items({**items, UNKNOWN: NOBODY_KNOWS})
    catalogue.add_categories({(name,) for name in found.categories if name})
    catalogue.add_closure_codes(sorted(filter(None, found.closure_codes)))
    return catalogue
