"""Beside a record: the equipment it is about, how sure that is, and what hangs on it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cmdb.impact import downstream
from cmdb.models import ConfigurationItem
from cmdb.sight import AREA, items_for
from discrepancies.panels import of_item
from people.models import User
from records.kinds import Panel, register_panel
from records.models import Record
from servicedesk.cmdb_pages.impact import told_of

NEAREST = 4


def equipment_of(record: Record, user: User) -> dict[str, Any] | None:
    """Nothing where the record names no item, or the person sees no items."""
    if record.item_id is None or not user.rights.may(AREA, "see"):
        return None
    related = ("item_class", "model", "customer", "site")
    item: ConfigurationItem | None = (
        items_for(user).select_related(*related).filter(pk=record.item_id).first()
    )
    if item is None:
        return None
    return {
        "item": item,
        "told": told_of(downstream([item.pk]), user, most=NEAREST),
        "discrepancies": [one for one in of_item(item, user, but=record.pk) if one.is_open],
        "may_report": user.rights.may("discrepancy", "register"),
        "may_verify": user.rights.may(AREA, "verify"),
    }


EQUIPMENT = register_panel(
    Panel(
        name="equipment",
        title=_("Equipment and its impact"),
        template="cmdb/equipment_panel.html",
        context=equipment_of,
        position=15,
    )
)
