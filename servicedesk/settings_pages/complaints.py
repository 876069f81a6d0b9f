"""Tables that complaints are timed and classed by: limits and causes."""

from django.utils.translation import gettext_lazy as _

from complaints.models import Cause, Limit
from servicedesk.settings_pages.columns import Column
from servicedesk.settings_pages.forms.complaints import CauseRow, LimitRow
from servicedesk.settings_pages.tables import SettingsTable, Switch, register_table

LIMITS = register_table(
    SettingsTable(
        name="complaint-limits",
        label=_("Limits of complaints"),
        one=_("limit"),
        hint=_(
            "How many hours after its receipt a complaint must be acknowledged, when it warns, and when it goes to "
            "the director by itself. They hold for what is received, reopened or merged from now on."
        ),
        empty=_("Without a row the plan of the house holds: a day, five days, seven days."),
        icon="calendar-time",
        model=Limit,
        form=LimitRow,
        columns=(
            Column(label=_("What happens"), read=lambda row: row.get_what_display(), cell="title"),
            "hours",
        ),
        search=(),
        ordering=("hours", "pk"),
    )
)

CAUSES = register_table(
    SettingsTable(
        name="complaint-causes",
        label=_("Causes of complaints"),
        one=_("cause"),
        hint=_("Why customers complain. Whoever closes a complaint names one, and it is counted under it."),
        empty=_("Without a cause no complaint can be closed: the reasons customers had stand here."),
        icon="mood-sad",
        model=Cause,
        form=CauseRow,
        columns=(
            Column(label=_("Cause"), read=lambda row: row.label, cell="title"),
            "code",
        ),
        narrowed_by=("is_active",),
        switch=Switch(),
    )
)
