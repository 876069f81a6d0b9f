"""The left-hand navigation: declared once, shown as far as the person may use it and the page exists."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from records.kinds import kinds

if TYPE_CHECKING:
    from people.models import User


@dataclass(frozen=True)
class Place:
    """A page that the navigation may lead to. `key` is its shortcut.

    `needs` is the area and step it takes a right for, `sees` a kind of which the person must see anything.
    """

    label: Any
    icon: str
    view: str
    key: str = ""
    needs: tuple[str, str] | None = None
    kwargs: dict[str, Any] = field(default_factory=dict)
    sees: str = ""

    def is_open_to(self, user: Any) -> bool:
        if self.sees and not user.rights.scopes_for(self.sees):
            return False
        return self.needs is None or user.rights.may(*self.needs)

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


PLACES = [
    Place(_("Board"), "layout-dashboard", "desk:board", "g b", ("board", "see")),
    Place(_("Call pad"), "phone-call", "desk:call-pad", "g c", ("call", "log")),
    Place(_("Calls"), "phone", "desk:calls", "g k", ("call", "see")),
    Place(_("Queues"), "inbox", "desk:queues", "g q"),
    Place(_("My work"), "checklist", "desk:my-work", "g m"),
    Place(_("Change calendar"), "calendar-event", "desk:change-calendar", "g x", ("changes", "see")),
    Place(
        _("Parts orders"),
        "package",
        "desk:queue",
        "g o",
        ("parts_order", "order"),
        {"plural": "parts-orders"},
    ),
    Place(_("Knowledge"), "book", "desk:knowledge", "g n", sees="article"),
    Place(_("Releases"), "rocket", "desk:releases", "g r", sees="release"),
    Place(_("Campaigns"), "speakerphone", "desk:campaigns", "g y", sees="campaign"),
    Place(_("Ledger"), "clipboard-list", "desk:ledger", "g l", ("ledger", "see")),
    Place(_("Complaints"), "mood-sad", "desk:complaints", "g t", ("complaint", "take_over")),
    Place(_("After a change"), "chart-dots", "desk:after-a-change", "g a", ("figures", "see")),
    Place(_("Equipment"), "topology-star-3", "desk:items", "g e", ("items", "see")),
    Place(_("My visits"), "truck", "desk:my-visits", "g v", ("visit", "accept")),
    Place(_("Roster"), "calendar-week", "desk:roster", "g d", ("roster", "see")),
    Place(_("Hand-over"), "notebook", "desk:hand-overs", "g h", ("handovers", "see")),
    Place(_("People"), "users", "people:people", "g p", ("people", "see")),
    Place(_("Wall"), "device-tv", "desk:wall", "g w", ("wall", "see")),
    Place(_("Settings"), "settings", "desk:settings", "g s", ("settings", "see")),
]


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `navigation`, built only where a template asks for it."""
    return {"navigation": SimpleLazyObject(lambda: list(items_for(request)))}


def items_for(request: HttpRequest) -> Iterator[Item]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return
    places = [(place, place.url()) for place in PLACES if place.is_open_to(user)]
    # The call pad stands below the calls: of two places that hold the page, the nearer one is current.
    here = max((url for _place, url in places if url and _is_at(url, request.path)), key=len, default="")
    for place, url in places:
        if url:
            children = tuple(lists_for(request, url)) if place.view == "desk:queues" else ()
            yield _item(place, url, request.path if url == here else "", children)


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
