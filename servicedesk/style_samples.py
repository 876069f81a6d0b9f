"""What the style page shows: every component in every state, from plain objects."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from servicedesk.navigation import Item, Section


@dataclass(frozen=True)
class Person:
    pk: int
    name: str

    def __str__(self) -> str:
        return self.name


PEOPLE = [
    Person(pk, name)
    for pk, name in enumerate(
        ["Li Na", "王小明", "Grace Okafor", "陳怡君", "Tomás Rivera", "赵磊", "Ingrid Sandberg", "Zhou Wen"],
        start=1,
    )
]


def clock(label: Any, percent: int, minutes: int, **state: bool) -> SimpleNamespace:
    now = timezone.now()
    return SimpleNamespace(
        label=label,
        percent=percent,
        started_at=now - timedelta(hours=1),
        due_at=now + timedelta(minutes=minutes),
        is_paused=state.get("is_paused", False),
        is_breached=state.get("is_breached", False),
        is_met=state.get("is_met", False),
        why=_("Critical records are promised within four hours, around the clock."),
    )


def clocks() -> list[SimpleNamespace]:
    return [
        clock(_("Resolution"), 20, 192),
        clock(_("Resolution"), 58, 101),
        clock(_("Response"), 82, 11),
        clock(_("Resolution"), 100, -37, is_breached=True),
        clock(_("Resolution"), 44, 140, is_paused=True),
        clock(_("Response"), 31, 20, is_met=True),
    ]


class SampleForm(forms.Form):
    title = forms.CharField(
        label=gettext_lazy("Title"), help_text=gettext_lazy("One line that a colleague understands.")
    )
    impact = forms.ChoiceField(
        label=gettext_lazy("Impact"),
        choices=[("", "–"), ("1", gettext_lazy("whole site")), ("2", gettext_lazy("one person"))],
    )
    is_public = forms.BooleanField(label=gettext_lazy("The customer may read it"), required=False)
    channel = forms.ChoiceField(
        label=gettext_lazy("Channel"),
        widget=forms.RadioSelect,
        choices=[
            ("phone", gettext_lazy("Phone")),
            ("mail", gettext_lazy("E-mail")),
            ("web", gettext_lazy("Web")),
        ],
    )
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


def rows() -> list[dict[str, Any]]:
    titles = [
        "Cannot connect to the remote server after last night's release",
        "终端机在数据通信时弹出英文提示框，点击后程序退出",
        "Printer at the counter prints every page twice",
        "資料庫伺服器回應緩慢，多個據點無法登入",
        "New laptop for the warehouse",
        "VPN drops every twenty minutes",
    ]
    tones = ["alarm", "active", "new", "waiting", "done", "ended"]
    words = [_("reopened"), _("in progress"), _("new"), _("on hold"), _("resolved"), _("closed")]
    return [
        {
            "number": f"INC{4711 + place:07d}",
            "title": title,
            "priority": min(5, place + 1),
            "tone": tones[place],
            "word": words[place],
            "clock": clocks()[(3 - place) % 6],
            "assignee": PEOPLE[place] if place != 2 else None,
            "opened_at": timezone.now() - timedelta(minutes=7 + 95 * place * place),
        }
        for place, title in enumerate(titles)
    ]


def entries() -> list[dict[str, Any]]:
    now = timezone.now()
    return [
        {
            "by": PEOPLE[0],
            "at": now - timedelta(minutes=4),
            "icon": "message",
            "sentence": _("wrote"),
            "note": _("The server answers again. I keep watching it for half an hour."),
            "is_public": True,
        },
        {
            "by": PEOPLE[1],
            "at": now - timedelta(minutes=52),
            "icon": "player-play",
            "tone": "active",
            "sentence": _("started work"),
            "from_label": _("assigned"),
            "to_label": _("in progress"),
            "via_word": "REST",
        },
        {
            "by": PEOPLE[2],
            "at": now - timedelta(hours=3),
            "icon": "pencil",
            "sentence": _("revised"),
            "changes": [
                {"label": _("Priority"), "before": "P3", "after": "P2"},
                {"label": _("Service"), "before": "", "after": _("Remote access")},
            ],
        },
        {
            "by": PEOPLE[3],
            "at": now - timedelta(days=9),
            "icon": "phone-incoming",
            "sentence": _("logged the call"),
        },
    ]


def figures() -> list[dict[str, Any]]:
    trend = [4, 6, 3, 8, 7, 12, 9, 14, 11, 18]
    return [
        {"label": _("Open"), "value": 128, "icon": "inbox", "before": 119, "good": "down", "spark": trend},
        {
            "label": _("Overdue"),
            "value": 7,
            "icon": "alert-triangle",
            "tone": "bad",
            "before": 3,
            "good": "down",
        },
        {"label": _("About to be overdue"), "value": 12, "icon": "hourglass-low", "tone": "late"},
        {"label": _("Calls today"), "value": 64, "icon": "phone", "before": 64, "good": "up", "spark": trend},
        {
            "label": _("Solved at the first call"),
            "value": 71,
            "unit": "%",
            "icon": "target",
            "before": 66,
            "good": "up",
        },
        {"label": _("Complaints"), "value": 0, "icon": "mood-sad", "note": _("none since Friday")},
    ]


def intake() -> dict[str, Any]:
    hours = [f"{hour:02d}:{minute}" for hour in range(8, 18) for minute in ("00", "30")]
    calls = [3, 5, 9, 12, 8, 7, 6, 9, 11, 7, 4, 3, 5, 8, 14, 22, 31, 18, 9, 6]
    usual = [4, 6, 8, 10, 9, 8, 7, 8, 9, 7, 4, 4, 6, 8, 9, 10, 9, 8, 6, 5]
    option = {
        "legend": {"data": [_("today"), _("usual")]},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "category", "data": hours},
        "yAxis": {"type": "value"},
        "series": [
            {"name": _("today"), "type": "bar", "data": calls, "barMaxWidth": 14},
            {
                "name": _("usual"),
                "type": "line",
                "data": usual,
                "symbol": "none",
                "color": "--ink-3",
                "smooth": True,
            },
        ],
    }
    table = [list(row) for row in zip(hours, calls, usual, strict=True)]
    return {"option": option, "head": [_("Time"), _("today"), _("usual")], "rows": table, "calls": calls}


def navigation() -> list[Section]:
    children = (
        Item(_("Incidents"), "alert-circle", "#incidents", is_current=True, count=128),
        Item(_("Problems"), "puzzle", "#problems", count=9),
    )
    first = (
        Item(_("Board"), "layout-dashboard", "#board", "g b"),
        Item(_("Call pad"), "phone-call", "#pad", "g c"),
        Item(_("Queues"), "inbox", "#queues", "g q", children=children),
        Item(_("My work"), "checklist", "#work", "g m", count=6),
    )
    figures = (
        Item(_("Ledger"), "mail-check", "#ledger", "g l"),
        Item(_("Wall"), "device-tv", "#wall", "g w"),
    )
    house = (
        Item(_("People"), "users", "#people", "g p"),
        Item(_("Settings"), "settings", "#settings", "g s"),
    )
    return [
        Section("", "", first),
        Section(_("Figures"), "chart-bar", figures),
        Section(_("House"), "building-community", house),
    ]


def times() -> list[datetime]:
    now = timezone.now()
    return [
        now - span
        for span in (
            timedelta(0),
            timedelta(minutes=5),
            timedelta(hours=3),
            timedelta(days=2),
            timedelta(days=40),
        )
    ]
