"""How a visit stands in the chain, and what it lets the journal of its record tell."""

from django.utils.translation import gettext_lazy as _

from records.events import Event, register_event
from records.links import LinkType, register_link_type

VISITED = register_link_type(
    LinkType(
        name="visited",
        onward=_("visited in"),
        back=_("visit for"),
        onward_sentence=_("asked for the visit %(record)s"),
        back_sentence=_("asked for it on behalf of %(record)s"),
        icon="truck",
    )
)
FAILED_VISITS = "failed_visits"

register_event(
    Event(
        name=FAILED_VISITS,
        label=_("Visits failed again"),
        sentence=_(
            "warned: %(failed)s visits within %(within_days)s days did not solve it; a problem may be behind it"
        ),
        icon="alert-triangle",
        tone="alarm",
    )
)
