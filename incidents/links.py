"""How incidents stand in the chain: something came first, and they came of it."""

from django.utils.translation import gettext_lazy as _

from records.links import LinkType, Waits, register_link_type

# From a change, or from a release; while that is not over, what it broke waits for it, and not it for them.
CAUSED = register_link_type(
    LinkType(
        name="caused",
        onward=_("caused"),
        back=_("caused by"),
        onward_sentence=_("named it as the cause of %(record)s"),
        back_sentence=_("named %(record)s as its cause"),
        icon="urgent",
        waits=Waits.LATER,
    )
)
