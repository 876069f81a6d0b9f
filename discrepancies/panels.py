"""What stands beside a discrepancy: whether it is one of many, and what else is wrong with the item."""

from typing import Any, cast

from django.utils.translation import gettext_lazy as _

from cmdb.models import ConfigurationItem
from cmdb.sight import AREA
from cmdb.timeline import Words
from discrepancies.models import Discrepancy
from discrepancies.patterns import pattern_of
from people.models import User
from records.kinds import Panel
from records.models import Record

MOST = 10


def pattern_told(record: Record, user: User) -> dict[str, Any] | None:
    assert isinstance(record, Discrepancy)
    pattern = pattern_of(record)
    if pattern is None or not user.rights.may(AREA, "see"):
        return None
    return {"pattern": pattern, "what": Words().name(record.attribute), "record": record}


def others_of(record: Record, user: User) -> dict[str, Any] | None:
    found = of_item(record.item, user, but=record.pk) if record.item else []
    return {"others": found} if found else None


def of_item(item: ConfigurationItem, user: User, *, but: int = 0) -> list[Discrepancy]:
    """The discrepancies of an item that this person sees, open ones first, newest first."""
    seen = cast("Any", Discrepancy.objects.visible_to(user)).filter(item=item).exclude(pk=but)
    found = list(seen.select_related("opened_by").order_by("-opened_at", "-pk")[:MOST])
    return sorted(found, key=lambda one: not one.is_open)


PATTERN = Panel(
    name="pattern",
    title=_("Is it one of many?"),
    template="discrepancies/pattern_panel.html",
    context=pattern_told,
    position=10,
)
OTHERS = Panel(
    name="other_discrepancies",
    title=_("Else wrong with this item"),
    template="discrepancies/others_panel.html",
    context=others_of,
    position=25,
)
