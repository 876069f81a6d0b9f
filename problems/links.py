"""A problem explains incidents: they came first, it came of them."""

from django.utils.translation import gettext_lazy as _

from records.links import LinkType, register_link_type

EXPLAINS = register_link_type(
    LinkType(
        name="explains",
        onward=_("explained by"),
        back=_("explains"),
        onward_sentence=_("found the problem %(record)s behind it"),
        back_sentence=_("found %(record)s explained by it"),
        icon="zoom-question",
    )
)
