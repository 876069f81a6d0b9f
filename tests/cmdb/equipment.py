"""Equipment that tests speak of, and relations between it."""

from itertools import count
from typing import Any

from cmdb.changing import Trace, create_item
from cmdb.models import (
    AttributeDefinition,
    ConfigurationItem,
    ItemClass,
    ProductModel,
    Relation,
    RelationType,
)
from cmdb.relating import relate
from people.accounts import system_user
from tests import cast

_next = count(1)


def trace(**told: Any) -> Trace:
    return Trace(**{"by": system_user("importer"), **told})


def keeper() -> Any:
    return cast.person("configuration_manager")


def kind(code: str = "router", **fields: Any) -> ItemClass:
    return ItemClass.objects.get_or_create(code=code, defaults={"name": code.title(), **fields})[0]


def model(name: str = "AR-651", **fields: Any) -> ProductModel:
    return ProductModel.objects.get_or_create(name=name, vendor="", revision="", defaults=fields)[0]


def item(name: str = "", **fields: Any) -> ConfigurationItem:
    fields.setdefault("item_class", kind())
    return create_item(trace(), name=name or f"R{next(_next)}", **fields)


def attribute(code: str, shape: str = "text", **fields: Any) -> AttributeDefinition:
    of = fields.pop("item_class", None) or kind()
    return AttributeDefinition.objects.create(
        item_class=of, code=code, type=shape, name=code.title(), **fields
    )


def verb(code: str = "runs-on", dependency: str = "forward") -> RelationType:
    names = {"name": code.replace("-", " "), "inverse": f"{code} it", "dependency": dependency}
    return RelationType.objects.get_or_create(code=code, defaults=names)[0]


def rely(
    dependent: ConfigurationItem, *suppliers: ConfigurationItem, group: str = "", needed: int = 1
) -> list[Relation]:
    """`dependent` runs on each of the suppliers; in a group, `needed` of them are enough."""
    return [
        relate(verb(), dependent, supplier, trace(), group=group, needed=needed) for supplier in suppliers
    ]
