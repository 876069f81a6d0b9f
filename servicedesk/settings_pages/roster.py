"""Tables that the roster is planned by: patterns, how many each needs, night and rest."""

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from roster.models import CoverRule, DutyRules, ShiftPattern
from servicedesk.settings_pages.columns import Column
from servicedesk.settings_pages.forms.roster import CoverRuleRow, DutyRulesRow, ShiftPatternRow
from servicedesk.settings_pages.tables import SettingsTable, Switch, register_table

PATTERNS = register_table(
    SettingsTable(
        name="shift-patterns",
        label=_("Shift patterns"),
        one=_("shift pattern"),
        hint=_("Early, late, night: when such a shift begins and ends."),
        empty=_("The shifts that people are planned by stand here."),
        icon="clock-hour-8",
        model=ShiftPattern,
        form=ShiftPatternRow,
        columns=(
            Column(label=_("Pattern"), read=lambda row: row.label, cell="title"),
            "code",
            Column(label=_("Begins"), read=lambda row: f"{row.starts_at:%H:%M}"),
            Column(label=_("Ends"), read=lambda row: f"{row.ends_at:%H:%M}"),
            Column(label=_("Shifts"), read=lambda row: row.size, shape="number"),
        ),
        ordering=("starts_at", "pk"),
        counted={"size": Count("shifts")},
        narrowed_by=("is_active",),
        switch=Switch(),
    )
)

COVER_RULES = register_table(
    SettingsTable(
        name="cover-rules",
        label=_("Cover rules"),
        one=_("cover rule"),
        hint=_("How many people of a team each pattern needs; fewer show as a gap on the roster."),
        empty=_("Without a rule the roster shows no team as too thinly staffed."),
        icon="users-group",
        model=CoverRule,
        form=CoverRuleRow,
        columns=(
            Column(label=_("Rule"), read=str, cell="title"),
            "needed",
            "is_on_weekdays",
            "is_on_weekends",
        ),
        search=("team__name", "pattern__name"),
        ordering=("team__name", "pattern__starts_at", "pk"),
        related=("team", "pattern"),
        narrowed_by=("team", "pattern"),
    )
)

DUTY_RULES = register_table(
    SettingsTable(
        name="duty-rules",
        label=_("Night and rest"),
        one=_("rules of duty"),
        hint=_("What counts as night in the figures of fairness, and how much rest lies between two shifts."),
        empty=_("Night is from 22:00 to 06:00, and eleven hours of rest lie between two shifts."),
        icon="moon",
        model=DutyRules,
        form=DutyRulesRow,
        columns=(Column(label=_("Night"), read=str, cell="title"), "rest_hours"),
        search=(),
        ordering=("pk",),
    )
)
