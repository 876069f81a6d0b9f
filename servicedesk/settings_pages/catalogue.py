"""Tables of the catalogue: services, and configuration items as plain rows."""

from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cmdb.models import ConfigurationItem, ItemClass, Service
from servicedesk.settings_pages.columns import Column
from servicedesk.settings_pages.forms.catalogue import ItemClassRow, ItemRow, ServiceRow
from servicedesk.settings_pages.tables import SettingsTable, Switch, register_table


def items_of(row: ItemClass) -> str:
    return f"{reverse('desk:settings-table', args=['items'])}?{urlencode({'item_class': row.pk})}"


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
            Column(label=_("Items"), read=lambda row: row.size, shape="number", url=items_of),
        ),
        counted={"size": Count("items")},
    )
)

ITEMS = register_table(
    SettingsTable(
        name="items",
        label=_("Configuration items"),
        one=_("configuration item"),
        hint=_("The equipment and programs that records are about."),
        empty=_("Equipment of the house and of its customers stands here."),
        icon="devices-pc",
        model=ConfigurationItem,
        form=ItemRow,
        columns=(
            Column(label=_("Item"), read=lambda row: row.name, cell="title"),
            "item_class",
            Column(label=_("Model"), read=lambda row: row.model),
            Column(label=_("Serial number"), read=lambda row: row.serial, shape="code"),
            "status",
            "customer",
            "site",
            "verified_on",
        ),
        search=("name", "serial", "model", "source_key"),
        related=("item_class", "customer", "site"),
        narrowed_by=("item_class", "status", "customer", "service"),
        switch=Switch("status", ConfigurationItem.Status.IN_USE, ConfigurationItem.Status.RETIRED),
    )
)
