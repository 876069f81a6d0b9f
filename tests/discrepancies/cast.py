"""Equipment that is not as recorded."""

from typing import Any

from cmdb.models import ConfigurationItem
from discrepancies.models import Discrepancy
from people.models import User
from records.actions import advance, register
from tests import cast
from tests.cmdb import equipment


def gateway(name: str = "Gateway", **fields: Any) -> ConfigurationItem:
    """Recorded as GW-200."""
    return equipment.item(name, **{"model": equipment.model("GW-200"), **fields})


def discrepancy(by: User | None = None, **fields: Any) -> Discrepancy:
    """Recorded GW-200, seen GW-300."""
    equipment.model("GW-300")
    item = fields.pop("item", None) or gateway()
    told = {"attribute": "model", "observed": "GW-300", **fields}
    return register(Discrepancy, by=by or cast.agent(), item=item, **told)


def confirmed(**fields: Any) -> Discrepancy:
    return advance(discrepancy(**fields), "confirm", by=cast.person("field_engineer"))
