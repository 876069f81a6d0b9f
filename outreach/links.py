"""How campaigns stand in the chain, and what they let journals tell."""

from django.utils.translation import gettext_lazy as _

from records.events import Event, register_event
from records.links import LinkType, Waits, register_link_type

CALLS_ABOUT = register_link_type(
    LinkType(
        name="calls_about",
        onward=_("called about in"),
        back=_("calls about"),
        onward_sentence=_("had those affected called in %(record)s"),
        back_sentence=_("calls because of %(record)s"),
        icon="speakerphone",
        waits=Waits.NEITHER,
    )
)
STILL_BROKEN = register_link_type(
    LinkType(
        name="still_broken",
        onward=_("found still broken"),
        back=_("found in the campaign"),
        onward_sentence=_("was told that it is still broken: %(record)s"),
        back_sentence=_("was told of it in %(record)s"),
        icon="plug-connected-x",
        waits=Waits.NEITHER,
    )
)
QUESTIONS_WRITTEN, FROZEN = "questions_written", "audience_frozen"

register_event(
    Event(
        name=QUESTIONS_WRITTEN,
        label=_("Questions"),
        sentence=_("wrote its questions: %(count)s"),
        icon="list-details",
    )
)
register_event(
    Event(
        name=FROZEN,
        label=_("Audience frozen"),
        sentence=_("froze its audience: %(to_call)s to be called of %(people)s"),
        icon="snowflake",
    )
)
