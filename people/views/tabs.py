"""The tabs above the directory, and those above one's own account."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Tab:
    """`area` is what one must be allowed to see; "" for everybody. `pages` are the names of pages below it."""

    view: str
    label: str | Promise
    icon: str
    area: str = ""
    pages: tuple[str, ...] = ()


DIRECTORY = [
    Tab(
        "customers",
        _("Customers"),
        "building",
        "customers",
        ("customer", "new-customer", "edit-customer", "new-site", "edit-site"),
    ),
    Tab("contacts", _("Contacts"), "address-book", "customers", ("new-contact", "edit-contact")),
    Tab("users", _("Users"), "users", "people", ("user", "new-user", "edit-user", "password-link")),
    Tab("teams", _("Teams"), "users-group", "people", ("new-team", "edit-team")),
    Tab("skills", _("Skills"), "certificate", "people", ("new-skill", "edit-skill")),
    Tab("duty-posts", _("Duty posts"), "user-shield", "people", ("new-duty-post", "edit-duty-post")),
    Tab("rights", _("Roles and rights"), "shield-lock", "rights", ("role", "new-role", "edit-role")),
    Tab("access-log", _("Access log"), "history", "rights"),
]
ACCOUNT = [
    Tab("profile", _("Profile"), "user"),
    Tab(
        "security",
        _("Security"),
        "shield-lock",
        pages=(
            "change-password",
            "second-factor",
            "second-factor-confirm",
            "second-factor-off",
            "backup-codes",
        ),
    ),
    Tab("sessions", _("Sessions"), "devices"),
    Tab("tokens", _("API tokens"), "key", pages=("new-token",)),
]


def tabs_for(request: HttpRequest, tabs: list[Tab]) -> list[dict[str, Any]]:
    """The tabs this person may open, as `components/tabs.html` draws them."""
    rights = request.user.rights  # type: ignore[union-attr]
    here = request.resolver_match.url_name if request.resolver_match else ""
    return [
        {
            "label": tab.label,
            "icon": tab.icon,
            "url": reverse(f"people:{tab.view}"),
            "is_current": here == tab.view or here in tab.pages,
        }
        for tab in tabs
        if not tab.area or rights.may(tab.area, "see")
    ]
