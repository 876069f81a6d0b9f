"""The table by which roll-outs stop by themselves."""

from django.utils.translation import gettext_lazy as _

from releases.models import HaltRule
from servicedesk.settings_pages.columns import Column
from servicedesk.settings_pages.forms.releases import HaltRuleRow
from servicedesk.settings_pages.tables import SettingsTable, register_table

HALT_RULES = register_table(
    SettingsTable(
        name="halt-rules",
        label=_("Halt rules"),
        one=_("halt rule"),
        hint=_("At which share of customers that reported a roll-out stops by itself, by service."),
        empty=_("Without a rule of its own a release halts at 20 % of its customers, from three reports on."),
        icon="hand-stop",
        model=HaltRule,
        form=HaltRuleRow,
        columns=(
            Column(label=_("Service"), read=str, cell="title"),
            "percent",
            "least_reports",
            "watched_days",
        ),
        search=("service__name", "service__code"),
        ordering=("service__name", "pk"),
        related=("service",),
    )
)
