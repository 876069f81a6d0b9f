"""The equipment of the seed company: a machine room, what the customers' sites hang on, and a list that was wrong.

A supplier's list of last year gave all data modules the older model. A scan of the last evening has found 38 of the 40
to be of the newer one; the first of them are confirmed and corrected.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from cmdb.changing import Trace, change_item, create_item, verify_item
from cmdb.models import (
    AttributeDefinition,
    Baseline,
    ConfigurationItem,
    ItemClass,
    ItemImport,
    ProductModel,
    RelationType,
    Service,
    Via,
)
from cmdb.reconciling import Reconciler, digest_of
from cmdb.relating import relate
from discrepancies.models import Discrepancy
from discrepancies.observing import apply_load, carry_out, plan_of
from people.accounts import system_user
from people.models import Customer, User
from records.actions import advance, register

Plan = Callable[[datetime, Callable[[], object]], None]

CLASSES = [
    # code, names, needed columns
    ("power", ("Power feed", "供电", "供電"), []),
    ("switch", ("Switch", "交换机", "交換器"), ["model"]),
    ("host", ("Host", "主机", "主機"), ["model", "serial"]),
    ("application", ("Application", "应用", "應用程式"), ["service"]),
    ("link", ("Line", "线路", "線路"), ["customer", "site"]),
    ("module", ("Data module", "数据模块", "資料模組"), ["model", "serial", "customer"]),
]
ATTRIBUTES = [
    # class, code, type, names, unit or choices
    ("gateway", "firmware", "text", ("Firmware", "固件", "韌體"), ""),
    ("gateway", "address", "address", ("Address", "地址", "位址"), ""),
    ("terminal", "board", "choice", ("Communication board", "通信板", "通訊板"), ["A", "B", "C"]),
    ("host", "memory", "number", ("Memory", "内存", "記憶體"), "GB"),
    ("link", "bandwidth", "number", ("Bandwidth", "带宽", "頻寬"), "Mbit/s"),
    ("link", "provider", "text", ("Provider", "运营商", "電信業者"), ""),
]
# name, class, service, model
ROOM = [
    ("Power feed A", "power", "", ""),
    ("Power feed B", "power", "", ""),
    ("Core switch A", "switch", "data-communication", "CS-48"),
    ("Core switch B", "switch", "data-communication", "CS-48"),
    ("Host 1", "host", "", "RX-20"),
    ("Host 2", "host", "", "RX-20"),
    ("Host 3", "host", "", "RX-10"),
    ("Terminal host", "application", "point-of-sale", ""),
    ("Remote access", "application", "remote-access", ""),
    ("Data communication", "application", "data-communication", ""),
]
# who, verb, on what, redundancy group
ROOM_RELATIONS = [
    *((name, "powered-by", feed, "power") for name in ("Core switch A", "Core switch B", "Host 1", "Host 2")
      for feed in ("Power feed A", "Power feed B")),
    # The one host that hangs on one feed alone: what a look at the impact brings to light.
    ("Host 3", "powered-by", "Power feed A", ""),
    ("Terminal host", "runs-on", "Host 1", "cluster"),
    ("Terminal host", "runs-on", "Host 2", "cluster"),
    ("Remote access", "runs-on", "Host 2", ""),
    ("Data communication", "runs-on", "Host 3", ""),
]  # fmt: skip
OLD_MODULE, NEW_MODULE = "DM-10", "DM-20"
SUPPLIERS_LIST, SCAN = "Supplier's list", "Network scan"
# By place: two modules, of pilot customers, answer a scan by the older name. Their plates say what they are.
AS_LISTED = (26, 27)
CONFIRMED, CORRECTED = 9, 4


@dataclass
class EquipmentStory:
    staff: dict[str, User]
    customers: list[Customer]
    plan: Plan
    end: datetime
    items: dict[str, ConfigurationItem] = field(default_factory=dict)

    def write(self) -> None:
        self.plan(self._at(40, 8), self._describe)
        self.plan(self._at(40, 9), self._set_up_the_room)
        self.plan(self._at(40, 10), self._connect_the_customers)
        self.plan(self._at(35, 9), self._import_the_modules)
        self.plan(self._at(20, 14), self._verify_the_room)
        self.plan(self._at(12, 22), self._renew_firmware)
        self.plan(self._at(8, 18), self._set_a_baseline)
        self.plan(self._at(3, 11), self._report_by_call)
        self.plan(self._at(2, 15), self._report_a_misread_plate)
        self.plan(self._at(1, 19), self._scan)
        self.plan(self._at(1, 21), self._confirm_the_first)

    def _at(self, days_ago: int, hour: int) -> datetime:
        return self.end - timedelta(days=days_ago) + timedelta(hours=hour - 22)

    def _trace(self, note: str = "") -> Trace:
        return Trace(by=system_user("demo"), via=Via.DEMO, note=note)

    def _describe(self) -> None:
        for code, names, needed in CLASSES:
            words = dict(zip(("name", "name_zh_hans", "name_zh_hant"), names, strict=True))
            ItemClass.objects.get_or_create(code=code, defaults={**words, "needed_columns": needed})
        ItemClass.objects.filter(code__in=("gateway", "terminal")).update(
            needed_columns=["model", "serial", "site"]
        )
        for position, (of, code, kind, names, more) in enumerate(ATTRIBUTES):
            words = dict(zip(("name", "name_zh_hans", "name_zh_hant"), names, strict=True))
            told: dict[str, Any] = {"choices": more} if kind == "choice" else {"unit": more}
            AttributeDefinition.objects.get_or_create(
                item_class=ItemClass.objects.get(code=of),
                code=code,
                defaults={**words, **told, "type": kind, "position": position},
            )

    def _set_up_the_room(self) -> None:
        for number, (name, kind, service, model) in enumerate(ROOM):
            of = ItemClass.objects.get(code=kind)
            self.items[name] = create_item(
                self._trace(),
                name=name,
                item_class=of,
                model=_model(model, of) if model else None,
                serial=f"{model.replace('-', '')}{7100 + number}" if model else "",
                service=Service.objects.filter(code=service).first(),
                attributes={"memory": 256} if kind == "host" else {},
            )
        for who, verb, on, group in ROOM_RELATIONS:
            self._relate(self.items[who], verb, self.items[on], group=group)

    def _relate(
        self, one: ConfigurationItem, verb: str, other: ConfigurationItem, *, group: str = ""
    ) -> None:
        relate(RelationType.objects.get(code=verb), one, other, self._trace(), group=group)

    def _connect_the_customers(self) -> None:
        """Terminals and servers → gateway → line → one of two core switches; terminals also → the host of terminals."""
        for number, gateway in enumerate(self._of_class("gateway")):
            line = create_item(
                self._trace(),
                name=gateway.name.replace("Gateway", "Line"),
                item_class=ItemClass.objects.get(code="link"),
                customer=gateway.customer,
                site=gateway.site,
                service=gateway.service,
                attributes={
                    "bandwidth": 100,
                    "provider": "Delta Telecom" if number % 3 else "Yangtze Telecom",
                },
            )
            told = {"firmware": "2.4.1", "address": f"10.20.{number}.1"}
            change_item(gateway, self._trace("Read from the device"), attributes=told)
            self._relate(gateway, "connects-to", line)
            self._relate(gateway, "depends-on", self.items["Data communication"])
            for switch in ("Core switch A", "Core switch B"):
                self._relate(line, "connects-to", self.items[switch], group="uplink")
            self._connect_the_site(gateway, number)

    def _connect_the_site(self, gateway: ConfigurationItem, number: int) -> None:
        beside = ConfigurationItem.objects.filter(site=gateway.site).select_related("item_class")
        for one in beside.filter(item_class__code__in=("terminal", "server")):
            self._relate(one, "connects-to", gateway)
            if one.item_class.code == "terminal":
                change_item(one, self._trace(), attributes={"board": "AB"[number % 2]})
                self._relate(one, "depends-on", self.items["Terminal host"])

    def _of_class(self, code: str) -> Iterator[ConfigurationItem]:
        rows = ConfigurationItem.objects.filter(item_class__code=code, customer__in=self.customers)
        return rows.select_related("customer", "site", "service", "item_class").order_by("name").iterator()

    def _import_the_modules(self) -> None:
        """All of one model, as the list has it; taken for verified, since the delivery notes said so too."""
        by, of = self.staff["configuration-manager"], ItemClass.objects.get(code="module")
        for name in (OLD_MODULE, NEW_MODULE):
            _model(name, of)
        rows = [self._module(number, customer) for number, customer in enumerate(self.customers)]
        load = ItemImport.objects.create(
            by=by,
            via=Via.IMPORT,
            source=SUPPLIERS_LIST,
            name="data-modules.xlsx",
            match_by=["source_key", "serial"],
            rows=rows,
        )
        apply_load(load, by=by, digest=digest_of(plan_of(load, by)))
        modules = {module.customer_id: module for module in self._of_class("module")}
        for customer in self.customers:
            gateway = ConfigurationItem.objects.filter(customer=customer, item_class__code="gateway").first()
            if gateway is not None:
                self._relate(modules[customer.pk], "part-of", gateway)

    def _module(self, number: int, customer: Customer) -> dict[str, str]:
        site = customer.sites.order_by("pk").first()
        return {
            "name": f"Data module {customer.code}",
            "item_class": "module",
            "model": OLD_MODULE,
            "serial": f"DM{52_000 + 37 * number}",
            "customer": customer.code,
            "site": site.code if site else "",
            "source_key": f"{4_500 + number}",
            "verified_on": date(self.end.year - 1, 11, 3).isoformat(),
        }

    def _verify_the_room(self) -> None:
        by = self.staff["second-line"]
        for item in self.items.values():
            verify_item(item, Trace(by=by, note="Read off the plate in the machine room"))

    def _renew_firmware(self) -> None:
        trace = Trace(by=self.staff["configuration-manager"], note="Renewed over night")
        for place, gateway in enumerate(self._of_class("gateway")):
            if place % 4 == 0:
                change_item(gateway, trace, attributes={"firmware": "2.5.0"})

    def _set_a_baseline(self) -> None:
        told = {"note": "What the tests relied on.", "by": self.staff["configuration-manager"]}
        Baseline.objects.create(name="Before the release of this week", **told)

    def _report_by_call(self) -> None:
        gateway = next(self._of_class("gateway"))
        observed = "GW-210" if str(gateway.model) != "GW-210" else "GW-300"
        told = {"observed": observed, "evidence": "The customer read the plate to me on the telephone."}
        self._report(self.staff["agent"], gateway, "model", "call", told)

    def _report_a_misread_plate(self) -> None:
        printer = next(self._of_class("printer"))
        told = {"observed": printer.serial[:-1] + "8", "evidence": "Read on site, the plate is scratched."}
        made = self._report(self.staff["field-engineer"], printer, "serial", "visit", told)
        reason = "The invoice and the printer's own report both have the recorded number."
        advance(made, "dismiss", by=self.staff["configuration-manager"], reason=reason)

    def _report(
        self, by: User, item: ConfigurationItem, attribute: str, origin: str, told: dict[str, str]
    ) -> Discrepancy:
        made: Discrepancy = register(
            Discrepancy, by=by, item=item, attribute=attribute, origin=origin, **told
        )
        return made

    def _scan(self) -> None:
        """What a tool on the network tells of every module."""
        by = self.staff["configuration-manager"]
        rows = [
            {"serial": module.serial, "model": OLD_MODULE if place in AS_LISTED else NEW_MODULE}
            for place, module in enumerate(self._of_class("module"))
        ]
        load = ItemImport.objects.create(
            by=by, via=Via.REST, source=SCAN, name=SCAN, match_by=["serial"], applied_at=self._at(1, 19)
        )
        trace = Trace(by=by, via=Via.REST, load=load, right="import")
        for one in Reconciler(rows, source=SCAN, match_by=["serial"], by=by).plan():
            carry_out(one, trace, origin=Discrepancy.Origin.DISCOVERY)

    def _confirm_the_first(self) -> None:
        found: Any = Discrepancy.objects.filter(origin=Discrepancy.Origin.DISCOVERY, state="reported")
        for place, one in enumerate(list(found.order_by("pk")[:CONFIRMED])):
            confirmed = advance(one, "confirm", by=self.staff["second-line"])
            if place < CORRECTED:
                advance(confirmed, "correct", by=self.staff["configuration-manager"], value="")


def _model(name: str, of: ItemClass) -> ProductModel:
    return ProductModel.objects.get_or_create(vendor="", name=name, revision="", defaults={"item_class": of})[
        0
    ]
