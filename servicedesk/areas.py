"""Pages that are not about one record, as areas that rights are given for."""

from django.utils.translation import gettext_lazy as _

from people.areas import DESK, MANAGERS, OVERSEERS, register_area

SEE = {"see": _("See")}
# Engineers, developers and purchasers begin their day with their own work.
OVERSIGHT = (*DESK, *MANAGERS, *OVERSEERS)
SETTINGS_READERS = ("supervisor", "auditor", "administrator")

BOARD = register_area("board", _("board"), steps=SEE, roles={"see": OVERSIGHT}, icon="layout-dashboard")
WALL = register_area("wall", _("wall"), steps=SEE, roles={"see": OVERSIGHT}, icon="device-tv")
LEDGER = register_area(
    "ledger",
    _("ledgers of ownership and of notices"),
    steps=SEE,
    roles={"see": ("shift_leader", "supervisor", "director", "incident_manager", *OVERSEERS)},
    icon="clipboard-list",
)
CHANGES = register_area(
    "changes",
    _("change calendar, agenda and figures"),
    steps=SEE,
    roles={"see": (*OVERSIGHT, "field_engineer", "second_line", "developer", "purchaser")},
    icon="calendar-event",
)
FIGURES = register_area(
    "figures",
    _("figures over all records"),
    steps=SEE,
    roles={
        "see": (
            "supervisor", "director", "incident_manager", "problem_manager", "change_manager",
            "release_manager", "auditor",
        )
    },
    icon="chart-dots",
)  # fmt: skip
REPORTS = register_area(
    "reports",
    _("reports"),
    steps=SEE,
    roles={"see": OVERSIGHT},
    icon="report-analytics",
)
EXPORT = register_area(
    "export",
    _("export of queues"),
    steps={"take": _("Export")},
    roles={"take": OVERSIGHT},
    icon="download",
)
SETTINGS = register_area(
    "settings",
    _("settings"),
    steps=SEE | {"edit": _("Edit")},
    roles={"see": SETTINGS_READERS, "edit": ("administrator",)},
    icon="settings",
)
