"""How releases stand in the chain: after the changes they bring out, before the incidents they caused."""

from django.utils.translation import gettext_lazy as _

from incidents.links import CAUSED as CAUSED
from records.events import Event, register_event
from records.links import LinkType, Waits, register_link_type

INCLUDES = register_link_type(
    LinkType(
        name="includes",
        onward=_("brought out by"),
        back=_("brings out"),
        onward_sentence=_("put it into %(record)s"),
        back_sentence=_("took %(record)s into it"),
        icon="package-export",
        waits=Waits.BOTH,
    )
)
FIXES = register_link_type(
    LinkType(
        name="fixes",
        onward=_("fixed by"),
        back=_("fixes"),
        onward_sentence=_("said that %(record)s fixes it"),
        back_sentence=_("said that it fixes %(record)s"),
        icon="bandage",
    )
)


# One sentence per outcome, so that each is translated whole.
_SAID = (
    ("build_noted", _("Build noted"), _("noted the build %(build)s"), "hammer"),
    ("test_passed", _("Test passed"), _("tested it on %(product_model)s: passed"), "test-pipe"),
    ("test_failed", _("Test failed"), _("tested it on %(product_model)s: failed"), "test-pipe-off"),
    ("pilots_named", _("Pilot customers named"), _("named pilot customers: %(customers)s"), "users-plus"),
    (
        "pilots_dropped",
        _("Pilot customers taken out"),
        _("took out of the pilot group: %(customers)s"),
        "users-minus",
    ),
    ("noted_deployed", _("Deployed"), _("deployed it at %(customers)s"), "server-bolt"),
    ("noted_verified", _("Verified"), _("verified that it works at %(customers)s"), "circle-check"),
    ("noted_faulty", _("Faulty"), _("noted that it is faulty at %(customers)s"), "alert-triangle"),
    ("noted_reverted", _("Reverted"), _("noted that it was taken back at %(customers)s"), "arrow-back-up"),
    ("fault_cleared", _("Not its fault"), _("cleared it of %(record)s"), "circle-off"),
)
for _name, _label, _sentence, _icon in _SAID:
    register_event(Event(name=_name, label=_label, sentence=_sentence, icon=_icon))
