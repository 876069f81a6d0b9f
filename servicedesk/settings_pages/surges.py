"""The table by which surges are found."""

from django.utils.translation import gettext_lazy as _

from emergency.models import SurgeRule
from servicedesk.settings_pages.columns import Column
from servicedesk.settings_pages.forms.surges import SurgeRuleRow
from servicedesk.settings_pages.tables import SettingsTable, register_table

SURGE_RULES = register_table(
    SettingsTable(
        name="surge-rules",
        label=_("Surge rules"),
        one=_("surge rule"),
        hint=_("From how many calls and incidents within how many minutes on it is a surge, by service."),
        empty=_("Without a rule twenty reports on one service within thirty minutes are a surge."),
        icon="storm",
        model=SurgeRule,
        form=SurgeRuleRow,
        columns=(
            Column(label=_("Holds for"), read=str, cell="title"),
            "watched",
            "reports",
            "minutes",
            "warns",
            "odds",
        ),
        search=("service__name", "service__code"),
        ordering=("watched", "service__name", "pk"),
        related=("service",),
    )
)
