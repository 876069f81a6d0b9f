"""Incidents of BPI 2014 that name a change, linked to it in the chain."""

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from importing.bpic14.reader import INCIDENTS, SOURCE
from importing.cells import SEVERAL
from importing.loading import Loading
from incidents.links import CAUSED
from records.bulk import connect_past
from records.models import Record

NEW = gettext_noop("incidents linked to the change that caused them")


class Named(NamedTuple):
    """What the row of an incident says of its cause."""

    line: int
    incident: str
    change: str


def link_causes(named: list[Named], loading: Loading) -> None:
    """Idempotent: what is linked already stays as it is. A change that cannot be found is told of with its row."""
    known = {kind: keys_of(kind) for kind in ("change", "incident")}
    pairs = []
    for one in named:
        change, incident = known["change"].get(one.change), known["incident"].get(one.incident)
        if change is None:
            several = _("does not say which changes: it is linked to none")
            absent = _("names a change that is not in the export: it is linked to none")
            reason = several if one.change == SEVERAL else absent
            loading.doubt(INCIDENTS, one.line, "Related Change", one.change, reason, is_taken=True)
        elif incident is not None:
            pairs.append((change, incident))
    if new := connect_past(CAUSED, pairs, by=loading.importer):
        loading.brought_in(NEW, new)


def keys_of(kind: str) -> dict[str, int]:
    return dict(Record.objects.filter(source=SOURCE, kind=kind).values_list("source_key", "pk"))
