"""The four pages about changes as a whole, side by side."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

PAGES = [
    ("change-calendar", _("Calendar"), "calendar-event"),
    ("change-agenda", _("Agenda of the board"), "gavel"),
    ("change-success", _("Success"), "chart-bar"),
    ("supplier-punctuality", _("Suppliers"), "truck-delivery"),
]


def tabs_at(current: str) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "url": reverse(f"desk:{name}"),
            "icon": icon,
            "is_current": name == current,
            "count": None,
        }
        for name, label, icon in PAGES
    ]
