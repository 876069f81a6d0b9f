"""The nouns that records point at: services, and the equipment and programs they run on."""

from cmdb.models.attributes import AttributeDefinition
from cmdb.models.history import Baseline, ItemChange, ItemImport, Via
from cmdb.models.items import ConfigurationItem, ItemClass, ProductModel
from cmdb.models.relations import RedundancyGroup, Relation, RelationType
from cmdb.models.services import Service

__all__ = [
    "AttributeDefinition",
    "Baseline",
    "ConfigurationItem",
    "ItemChange",
    "ItemClass",
    "ItemImport",
    "ProductModel",
    "RedundancyGroup",
    "Relation",
    "RelationType",
    "Service",
    "Via",
]
