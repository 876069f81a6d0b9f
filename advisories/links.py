"""An advisory comes from what was found out: a problem, a known error, an incident."""

from django.utils.translation import gettext_lazy as _

from records.links import LinkType, Waits, register_link_type

ADVISED = register_link_type(
    LinkType(
        name="advised",
        onward=_("advised on in"),
        back=_("advises on"),
        onward_sentence=_("wrote the advisory %(record)s about it"),
        back_sentence=_("wrote it about %(record)s"),
        icon="speakerphone",
        waits=Waits.NEITHER,
    )
)
