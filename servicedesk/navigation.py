"""The left-hand navigation: declared once, shown as far as the person may use it and the page exists."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from records.kinds import kinds

if TYPE_CHECKING:
    from people.models import User


@dataclass(frozen=True)
class Place:
    """A page that the navigation may lead to. `key` is its shortcut.

    `needs` is the area and step it takes a right for, `sees` a kind of which the person must see anything.
    `group` is where it stands; without one, and for the roles of `first_for`, it stands above the groups.
    """

    label: Any
    icon: str
    view: str
    key: str = ""
    needs: tuple[str, str] | None = None
    kwargs: dict[str, Any] = field(default_factory=dict)
    sees: str = ""
    group: str = ""
    first_for: tuple[str, ...] = ()

    def is_open_to(self, user: Any) -> bool:
        if self.sees and not user.rights.scopes_for(self.sees):
            return False
        return self.needs is None or user.rights.may(*self.needs)

    def is_first_for(self, user: Any) -> bool:
        return "*" in self.first_for or user.plays(*self.first_for)

    def url(self) -> str:
        """The address, or nothing where no such page is installed."""
        try:
            return reverse(self.view, kwargs=self.kwargs)
        except NoReverseMatch:
            return ""


@dataclass(frozen=True)
class Item:
    """A place as the template draws it. `count` is optional; `children` are one level deep."""

    label: Any
    icon: str
    url: str
    key: str = ""
    is_current: bool = False
    count: int | None = None
    children: tuple["Item", ...] = ()

    @property
    def is_open(self) -> bool:
        return self.is_current or any(child.is_current for child in self.children)


@dataclass(frozen=True)
class Section:
    """Places below one head. It stands open where the page is one of them. Without a label they stand by themselves."""

    label: Any
    icon: str
    items: tuple[Item, ...]

    @property
    def is_open(self) -> bool:
        return any(item.is_open for item in self.items)


CARE, CAUSES, FIGURES, HOUSE = "care", "causes", "figures", "house"
GROUPS = {
    CARE: (_("Customers"), "headset"),
    CAUSES: (_("Causes"), "git-branch"),
    FIGURES: (_("Figures"), "chart-bar"),
    HOUSE: (_("House"), "building-community"),
}
LEADERS = ("shift_leader", "supervisor", "director", "incident_manager")

PLACES = [
    Place(_("Board"), "layout-dashboard", "desk:board", "g b", ("board", "see"), first_for=("*",)),
    Place(_("Call pad"), "phone-call", "desk:call-pad", "g c", ("call", "log"), first_for=("agent",)),
    Place(
        _("My visits"), "truck", "desk:my-visits", "g v", ("visit", "accept"), first_for=("field_engineer",)
    ),
    Place(_("Queues"), "inbox", "desk:queues", "g q"),
    Place(_("My work"), "checklist", "desk:my-work", "g m"),
    Place(_("Calls"), "phone", "desk:calls", "g k", ("call", "see"), group=CARE),
    Place(
        _("Emergencies"), "urgent", "desk:emergencies", "g u", sees="emergency", group=CARE, first_for=LEADERS
    ),
    Place(
        _("Complaints"), "mood-sad", "desk:complaints", "g t", ("complaint", "take_over"), group=CARE,
        first_for=("supervisor", "director"),
    ),
    Place(
        _("Campaigns"), "speakerphone", "desk:campaigns", "g y", sees="campaign", group=CARE,
        first_for=("agent",),
    ),
    Place(
        _("Follow-ups"), "message-question", "desk:follow-ups", "g f", ("board", "see"), group=CARE
    ),
    Place(
        _("Hand-over"), "notebook", "desk:hand-over-books", "g h", ("handovers", "see"), group=CARE,
        first_for=("shift_leader",),
    ),
    Place(
        _("Knowledge"), "book", "desk:knowledge", "g i", sees="article", group=CAUSES,
        first_for=("problem_manager",),
    ),
    Place(
        _("Change calendar"), "calendar-event", "desk:change-calendar", "g x", ("changes", "see"),
        group=CAUSES, first_for=("change_manager",),
    ),
    Place(
        _("Parts orders"),
        "package",
        "desk:queue",
        "g o",
        ("parts_order", "order"),
        {"plural": "parts-orders"},
        group=CAUSES,
        first_for=("purchaser",),
    ),
    Place(
        _("Releases"), "rocket", "desk:releases", "g r", sees="release", group=CAUSES,
        first_for=("release_manager", "developer", "director"),
    ),
    Place(
        _("Equipment"), "topology-star-3", "desk:items", "g e", ("items", "see"), group=CAUSES,
        first_for=("configuration_manager",),
    ),
    Place(
        pgettext_lazy("figures of a period", "Reports"), "report-analytics", "desk:reports", "g j",
        ("reports", "see"), group=FIGURES, first_for=("supervisor", "director"),
    ),
    Place(_("After a change"), "chart-dots", "desk:after-a-change", "g a", ("figures", "see"), group=FIGURES),
    Place(
        _("Ledger"), "clipboard-list", "desk:ledger", "g l", ("ledger", "see"), group=FIGURES,
        first_for=("auditor",),
    ),
    Place(_("Wall"), "device-tv", "desk:wall", "g w", ("wall", "see"), group=FIGURES),
    Place(
        _("Roster"), "calendar-week", "desk:roster", "g d", ("roster", "see"), group=HOUSE,
        first_for=("shift_leader",),
    ),
    Place(_("People"), "users", "people:people", "g p", ("people", "see"), group=HOUSE),
    Place(
        _("Settings"), "settings", "desk:settings", "g s", ("settings", "see"), group=HOUSE,
        first_for=("administrator",),
    ),
]  # fmt: skip


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `navigation`, built only where a template asks for it."""
    return {"navigation": SimpleLazyObject(lambda: sections_for(request))}


def sections_for(request: HttpRequest) -> list[Section]:
    """What this person's roles use stands first, in the order of a working day; the rest in groups that fold."""
    first: list[tuple[bool, Item]] = []
    grouped: dict[str, list[Item]] = {name: [] for name in GROUPS}
    for place, item in _offered(request):
        is_first = place.is_first_for(request.user)
        if place.group and not is_first:
            grouped[place.group].append(item)
        else:
            first.append((not is_first, item))
    # A head above a single place would only be one more thing to open.
    lone = [items.pop() for items in grouped.values() if len(items) == 1]
    above = [item for _after, item in sorted(first, key=lambda pair: pair[0])]
    folded = [Section(*GROUPS[name], tuple(items)) for name, items in grouped.items() if items]
    return [one for one in (Section("", "", (*above, *lone)), *folded) if one.items]


def items_for(request: HttpRequest) -> Iterator[Item]:
    """Every place that is offered, in the order of declaration."""
    return (item for _place, item in _offered(request))


def _offered(request: HttpRequest) -> Iterator[tuple[Place, Item]]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return
    places = [(place, place.url()) for place in PLACES if place.is_open_to(user)]
    # The call pad stands below the calls: of two places that hold the page, the nearer one is current.
    here = max((url for _place, url in places if url and _is_at(url, request.path)), key=len, default="")
    for place, url in places:
        if url:
            children = tuple(lists_for(request, url)) if place.view == "desk:queues" else ()
            yield place, _item(place, url, request.path if url == here else "", children)


def lists_for(request: HttpRequest, url: str) -> Iterator[Item]:
    """The queues; and on a page of theirs, where they are drawn, the views that the person keeps."""
    from servicedesk.queues.saved import views_of

    views = views_of(cast("User", request.user)) if _is_at(url, request.path) else []
    shown = next((one for one in views if str(one["view"].pk) == request.GET.get("view")), None)
    yield from queues_for(request.user, request.path if shown is None else "")
    for one in views:
        icon = "bookmark" if one["is_own"] else "users"
        yield Item(label=one["view"].name, icon=icon, url=one["url"], is_current=one is shown)


def _item(place: Place, url: str, path: str, children: tuple[Item, ...] = ()) -> Item:
    return Item(
        label=place.label,
        icon=place.icon,
        url=url,
        key=place.key,
        is_current=_is_at(url, path) and not any(child.is_current for child in children),
        children=children,
    )


def _is_at(url: str, path: str) -> bool:
    """A page below counts as the place itself, except below the root, which everything is."""
    return path == url or (url != "/" and path.startswith(url))


def queues_for(user: Any, path: str) -> Iterator[Item]:
    """One queue per declared kind of which the person sees anything."""
    for kind in kinds():
        place = Place(kind.label_plural, kind.icon, "desk:queue", kwargs={"plural": kind.plural})
        url = place.url()
        if url and user.rights.scopes_for(kind.name):
            yield _item(place, url, path)
