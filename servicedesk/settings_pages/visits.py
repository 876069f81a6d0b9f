"""Tables that engineers are chosen by: the rules, how fast one travels, where each sets out from."""

from django.utils.translation import gettext_lazy as _

from servicedesk.settings_pages.columns import Column
from servicedesk.settings_pages.forms.visits import BaseRow, TravelSpeedRow, VisitRulesRow
from servicedesk.settings_pages.tables import SettingsTable, register_table
from visits.models import Base, TravelSpeed, VisitRules

RULES = register_table(
    SettingsTable(
        name="visit-rules",
        label=_("Rules of visits"),
        one=_("rules of visits"),
        hint=_("How the nearest engineer is reckoned, and how many failed visits flag a record."),
        empty=_("Two failed visits within seven days flag a record."),
        icon="adjustments",
        model=VisitRules,
        form=VisitRulesRow,
        columns=(
            Column(label=_("Rules"), read=str, cell="title"),
            "road_factor",
            "fairness_minutes",
            "failed_visits",
            "failed_days",
        ),
        search=(),
        ordering=("pk",),
    )
)

SPEEDS = register_table(
    SettingsTable(
        name="travel-speeds",
        label=_("Travel speeds"),
        one=_("travel speed"),
        hint=_(
            "How fast an engineer travels, by the length of his way: slowly in town, faster across the land."
        ),
        empty=_("Without a speed 40 km/h are taken."),
        icon="road",
        model=TravelSpeed,
        form=TravelSpeedRow,
        columns=(Column(label=_("Way"), read=str, cell="title"), "km_per_hour"),
        search=(),
        ordering=("up_to_km", "pk"),
    )
)

BASES = register_table(
    SettingsTable(
        name="engineer-bases",
        label=_("Bases of engineers"),
        one=_("base of an engineer"),
        hint=_("Where an engineer sets out from when nothing later is known of him."),
        empty=_("Without bases the nearest engineer is known only after his first visit."),
        icon="home",
        model=Base,
        form=BaseRow,
        columns=(Column(label=_("Engineer"), read=str, cell="title"), "latitude", "longitude"),
        search=("user__name",),
        ordering=("user__name", "pk"),
        related=("user",),
    )
)
