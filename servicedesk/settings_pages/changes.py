"""Tables that changes are judged and planned by: boards, delegates, freezes, standard changes, suppliers."""

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from changes.models import Board, Change, ChangeModel, Delegation, FreezeWindow, Supplier
from servicedesk.settings_pages.columns import Column
from servicedesk.settings_pages.forms.changes import (
    BoardRow,
    ChangeModelRow,
    DelegationRow,
    FreezeWindowRow,
    SupplierRow,
)
from servicedesk.settings_pages.tables import SettingsTable, Switch, register_table

SORTS = dict(Change.Sort.choices)


def _title(read: str = "label") -> Column:
    return Column(label=_("Name"), read=lambda row: getattr(row, read), cell="title")


BOARDS = register_table(
    SettingsTable(
        name="change-boards",
        label=_("Boards"),
        one=_("board"),
        hint=_("Who judges changes, and how many must agree."),
        empty=_("Without a board no normal change is judged."),
        icon="gavel",
        model=Board,
        form=BoardRow,
        columns=(
            _title(),
            Column(label=_("Judges"), read=lambda row: SORTS.get(row.sort, row.sort)),
            "quorum",
            Column(label=_("Members"), read=lambda row: row.size, shape="number"),
        ),
        search=("name", "name_zh_hans", "name_zh_hant"),
        counted={"size": Count("members")},
    )
)

DELEGATIONS = register_table(
    SettingsTable(
        name="change-delegates",
        label=_("Delegates"),
        one=_("delegate"),
        hint=_("Who votes for a member of a board who is away, from when to when."),
        empty=_("Whoever is away names somebody who votes for him."),
        icon="user-share",
        model=Delegation,
        form=DelegationRow,
        columns=(
            Column(label=_("Member"), read=lambda row: row.member, cell="title"),
            "delegate",
            "from_on",
            "until_on",
        ),
        search=("member__name", "delegate__name"),
        ordering=("-until_on", "pk"),
        related=("member", "delegate"),
    )
)

FREEZES = register_table(
    SettingsTable(
        name="freeze-windows",
        label=_("Freeze windows"),
        one=_("freeze window"),
        hint=_("When nothing is changed but in an emergency: for all, one service or one customer."),
        empty=_("A year's end, a big sale: what must not be disturbed stands here."),
        icon="snowflake",
        model=FreezeWindow,
        form=FreezeWindowRow,
        columns=(_title(), "starts_at", "ends_at", "service", "customer"),
        search=("name", "name_zh_hans", "name_zh_hant"),
        ordering=("-starts_at", "pk"),
        related=("service", "customer"),
        narrowed_by=("service",),
    )
)

STANDARD_CHANGES = register_table(
    SettingsTable(
        name="standard-changes",
        label=_("Standard changes"),
        one=_("standard change"),
        hint=_("Changes that are approved once for all their repetitions, with plan and back-out plan."),
        empty=_("What is changed often and never goes wrong needs no board."),
        icon="rubber-stamp",
        model=ChangeModel,
        form=ChangeModelRow,
        columns=(
            _title(),
            "code",
            Column(label=_("Carried out"), read=lambda row: row.times, shape="number"),
        ),
        counted={"times": Count("changes")},
        narrowed_by=("is_active",),
        switch=Switch(),
    )
)


SUPPLIERS = register_table(
    SettingsTable(
        name="suppliers",
        label=_("Suppliers"),
        one=_("supplier"),
        hint=_("Where parts are bought."),
        empty=_("Whoever parts are ordered from stands here."),
        icon="truck-delivery",
        model=Supplier,
        form=SupplierRow,
        columns=(
            _title(),
            "code",
            "email",
            "phone",
            Column(label=_("Orders"), read=lambda row: row.orders_given, shape="number"),
        ),
        counted={"orders_given": Count("orders")},
        narrowed_by=("is_active",),
        switch=Switch(),
    )
)
