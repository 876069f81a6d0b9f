"""An article stands for what it came from: the problem whose workaround it tells, the incident that taught it."""

from django.utils.translation import gettext_lazy as _

from records.links import LinkType, Waits, register_link_type

DOCUMENTS = register_link_type(
    LinkType(
        name="documents",
        onward=_("told in"),
        back=_("tells of"),
        onward_sentence=_("wrote the article %(record)s about it"),
        back_sentence=_("wrote it about %(record)s"),
        icon="book",
        waits=Waits.NEITHER,
    )
)
