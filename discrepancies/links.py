"""What a discrepancy has to do with other records."""

from django.utils.translation import gettext_lazy as _

from records.links import LinkType, Waits, register_link_type

FOUND = register_link_type(
    LinkType(
        name="found_discrepancy",
        onward=_("brought to light"),
        back=_("found during"),
        onward_sentence=_("found that the records are wrong: %(record)s"),
        back_sentence=_("found it while working on %(record)s"),
        icon="arrows-diff",
        waits=Waits.NEITHER,
    )
)
