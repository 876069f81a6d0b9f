"""The way to the chain from every record that has one, with the link that blocks named at once."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from people.models import User
from records.chain import chain_of
from records.kinds import Panel, register_panel
from records.models import Record


def chain_panel(record: Record, user: User) -> dict[str, Any] | None:
    chain = chain_of(record, user)
    if not chain.edges:
        return None
    return {"blocking": chain.blocking, "count": len(chain.nodes) - 1 + sum(chain.left_out.values())}


CHAIN = register_panel(
    Panel(name="chain", title=_("Chain"), template="chain/panel.html", context=chain_panel, position=10)
)
