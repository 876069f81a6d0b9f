"""How changes stand in the chain."""

from django.utils.translation import gettext_lazy as _

from records.links import LinkType, register_link_type

SETTLES = register_link_type(
    LinkType(
        name="settles",
        onward=_("settled by"),
        back=_("settles"),
        onward_sentence=_("said that %(record)s settles it"),
        back_sentence=_("said that it settles %(record)s"),
        icon="replace",
    )
)
NEEDS = register_link_type(
    LinkType(
        name="needs",
        onward=_("needs"),
        back=_("needed for"),
        onward_sentence=_("asked for a part by %(record)s"),
        back_sentence=_("asked for it on behalf of %(record)s"),
        icon="package",
    )
)
