"""Equipment, services and their relations as something that rights are given for."""

from django.utils.translation import gettext_lazy as _

from cmdb.sight import AREA
from people.areas import EVERYBODY, register_area
from people.models import Scope

KEEPERS = ("configuration_manager", "administrator")
CHECKERS = ("field_engineer", "second_line", "shift_leader", "supervisor")

ITEMS = register_area(
    AREA,
    _("configuration items"),
    steps={
        "see": _("See"),
        "verify": _("Verify"),
        "edit": _("Edit"),
        "import": _("Import"),
        "export": _("Export"),
    },
    roles={
        "see": (*EVERYBODY, "api_client"),
        "verify": (*CHECKERS, *KEEPERS),
        "edit": KEEPERS,
        "import": (*KEEPERS, "api_client"),
        "export": (*KEEPERS, "auditor", "release_manager", "change_manager", "problem_manager"),
    },
    sights=dict.fromkeys(EVERYBODY, Scope.ALL) | {"api_client": Scope.CUSTOMER},
    scopes=(Scope.ALL, Scope.CUSTOMER, Scope.NONE),
    icon="topology-star-3",
)
