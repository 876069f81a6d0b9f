"""When hand-over books are made by themselves, and when the board misses a signature."""

from django.utils.translation import gettext_lazy as _

from handovers.models import BookRules
from servicedesk.settings_pages.columns import Column
from servicedesk.settings_pages.forms.handovers import BookRulesRow
from servicedesk.settings_pages.tables import SettingsTable, register_table

BOOK_RULES = register_table(
    SettingsTable(
        name="hand-over-rules",
        label=_("Rules of hand-over books"),
        one=_("rules of hand-over books"),
        hint=_(
            "How long before a shift ends its book is made, and when an unsigned one is told on the board."
        ),
        empty=_("A book is made half an hour before the shift ends."),
        icon="notebook",
        model=BookRules,
        form=BookRulesRow,
        columns=(Column(label=_("Rules"), read=str, cell="title"), "lead_minutes", "warn_minutes"),
        search=(),
        ordering=("pk",),
    )
)
