"""How an emergency stands in the chain, and what it lets journals tell."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from emergency.attaching import ATTACHED_TO
from emergency.lifecycle import STATUS
from emergency.models import AttachedIncident
from records.chain import Edges, Pair, register_edges
from records.events import Event, register_event


def _pairs(**chosen: Any) -> Iterable[Pair]:
    pairs: Iterable[Pair] = AttachedIncident.objects.filter(**chosen).values_list("incident", "emergency")
    return pairs


ATTACHED = register_edges(
    Edges(
        name="attached",
        onward_label=_("belongs to the emergency"),
        back_label=_("emergency of"),
        onward=lambda keys: _pairs(incident__in=keys),
        back=lambda keys: _pairs(emergency__in=keys),
    )
)

register_event(
    Event(
        name=ATTACHED_TO,
        label=_("Attached to an emergency"),
        sentence=_("attached it to the emergency %(record)s"),
        icon="urgent",
        tone="active",
    )
)
register_event(
    Event(
        name=STATUS,
        label=_("Note to the customers"),
        sentence=_("told the customers how it stands"),
        icon="mail-forward",
    )
)
