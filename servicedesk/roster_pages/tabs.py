"""The tabs above the roster's pages."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

TABS = [
    ("roster", _("Calendar"), "calendar-week"),
    ("roster-duty", _("On duty now"), "user-shield"),
    ("roster-fairness", _("Fairness"), "scale"),
    ("roster-feeds", _("In my calendar"), "calendar-share"),
]


def page_context(request: HttpRequest, **more: Any) -> dict[str, Any]:
    here = request.resolver_match.url_name if request.resolver_match else ""
    tabs = [
        {
            "label": label,
            "icon": icon,
            "url": reverse(f"desk:{name}"),
            "is_current": name == here,
            "count": None,
        }
        for name, label, icon in TABS
    ]
    rights = request.user.rights  # type: ignore[union-attr]
    return {
        "tabs": tabs,
        "may_plan": rights.may("roster", "plan"),
        "may_swap": rights.may("roster", "swap"),
        **more,
    }
