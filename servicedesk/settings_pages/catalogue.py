"""Tables of the catalogue: services, and what configuration items may be. The items have pages of their own."""

from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cmdb.models import AttributeDefinition, ItemClass, ProductModel, RelationType, Service
from servicedesk.settings_pages.columns import Column
from servicedesk.settings_pages.forms.catalogue import (
    AttributeRow,
    ItemClassRow,
    ProductModelRow,
    RelationTypeRow,
    ServiceRow,
)
from servicedesk.settings_pages.tables import SettingsTable, Switch, register_table


def items_of(row: ItemClass) -> str:
    return f"{reverse('desk:items')}?{urlencode({'item_class': row.pk, 'status': 'any'})}"


def items_of_model(row: ProductModel) -> str:
    return f"{reverse('desk:items')}?{urlencode({'model': row.pk, 'status': 'any'})}"


def attributes_of(row: ItemClass) -> str:
    return f"{reverse('desk:settings-table', args=['item-attributes'])}?{urlencode({'item_class': row.pk})}"


SERVICES = register_table(
    SettingsTable(
        name="services",
        label=_("Services"),
        one=_("service"),
        hint=_("What customers get, in their own words, and who looks after it."),
        empty=_("What the house provides stands here, with its customers and the team behind it."),
        icon="server",
        model=Service,
        form=ServiceRow,
        columns=(
            Column(label=_("Service"), read=lambda row: row.label, cell="title"),
            "code",
            "criticality",
            "support_team",
        ),
        related=("support_team",),
        narrowed_by=("criticality", "support_team", "is_active"),
        switch=Switch(),
    )
)

ITEM_CLASSES = register_table(
    SettingsTable(
        name="item-classes",
        label=_("Item classes"),
        one=_("item class"),
        hint=_("Classes of configuration items: server, network device, application."),
        empty=_("What kinds of equipment there are stands here."),
        icon="box-multiple",
        model=ItemClass,
        form=ItemClassRow,
        columns=(
            Column(label=_("Class"), read=lambda row: row.label, cell="title"),
            "code",
            Column(label=_("Attributes"), read=lambda row: row.breadth, shape="number", url=attributes_of),
            Column(label=_("Items"), read=lambda row: row.size, shape="number", url=items_of),
        ),
        counted={
            "size": Count("items", distinct=True),
            "breadth": Count("definitions", distinct=True),
        },
        made_of=(AttributeDefinition,),
    )
)

ATTRIBUTES = register_table(
    SettingsTable(
        name="item-attributes",
        label=_("Attributes of items"),
        one=_("attribute"),
        hint=_("What is recorded of the items of a class besides their common columns, each with its type."),
        empty=_("Firmware, memory, warranty: what is worth knowing of a class of items stands here."),
        icon="list-details",
        model=AttributeDefinition,
        form=AttributeRow,
        columns=(
            Column(label=_("Attribute"), read=lambda row: row.label, cell="title"),
            "item_class",
            "code",
            "type",
            "unit",
            "is_required",
        ),
        ordering=("item_class__name", "position", "code", "pk"),
        related=("item_class",),
        narrowed_by=("item_class", "type", "is_active"),
        switch=Switch(),
    )
)

PRODUCT_MODELS = register_table(
    SettingsTable(
        name="product-models",
        label=_("Product models"),
        one=_("product model"),
        hint=_("What vendors sell, by vendor, model and revision: what software is tested on."),
        empty=_("The models that items are of stand here."),
        icon="versions",
        model=ProductModel,
        form=ProductModelRow,
        columns=(
            Column(label=_("Model"), read=str, cell="title"),
            "vendor",
            "revision",
            "item_class",
            Column(label=_("Items"), read=lambda row: row.size, shape="number", url=items_of_model),
        ),
        search=("vendor", "name", "revision"),
        ordering=("vendor", "name", "revision", "pk"),
        related=("item_class",),
        counted={"size": Count("items")},
        narrowed_by=("item_class", "is_active"),
        switch=Switch(),
    )
)

RELATION_TYPES = register_table(
    SettingsTable(
        name="relation-types",
        label=_("Relation types"),
        one=_("relation type"),
        hint=_(
            "How two items belong together, read from either end, and which of them suffers for the other."
        ),
        empty=_("Without a relation type no impact can be told: runs on, depends on, connects to."),
        icon="topology-star-3",
        model=RelationType,
        form=RelationTypeRow,
        columns=(
            Column(label=_("Relation"), read=lambda row: row.label, cell="title"),
            Column(label=_("Read backwards"), read=lambda row: row.inverse_label),
            "code",
            "dependency",
            Column(label=_("Relations"), read=lambda row: row.size, shape="number"),
        ),
        search=("name", "name_zh_hans", "name_zh_hant", "code", "inverse"),
        counted={"size": Count("relations")},
        narrowed_by=("dependency", "is_active"),
        switch=Switch(),
    )
)
