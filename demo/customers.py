"""Forty customers in one region, the Yangtze delta, with their sites, callers and equipment."""

import random
from datetime import date, timedelta
from typing import NamedTuple

import time_machine
from django.utils import timezone

from cmdb.changing import Trace, create_item
from cmdb.models import ItemClass, ProductModel, Service, Via
from people.accounts import system_user
from people.models import Contact, Customer, PhoneNumber, Site, Team
from sla.models import Calendar, Contract, SiteCalendar


class Place(NamedTuple):
    name: str
    hans: str
    hant: str
    area_code: str
    latitude: float
    longitude: float


PLACES = [
    Place("Shanghai", "上海", "上海", "21", 31.2304, 121.4737),
    Place("Suzhou", "苏州", "蘇州", "512", 31.2989, 120.5853),
    Place("Hangzhou", "杭州", "杭州", "571", 30.2741, 120.1551),
    Place("Nanjing", "南京", "南京", "25", 32.0603, 118.7969),
    Place("Ningbo", "宁波", "寧波", "574", 29.8683, 121.5440),
    Place("Wuxi", "无锡", "無錫", "510", 31.4912, 120.3119),
    Place("Jiaxing", "嘉兴", "嘉興", "573", 30.7469, 120.7556),
    Place("Nantong", "南通", "南通", "513", 31.9802, 120.8943),
]

COMPANIES = [
    ("Harbour Logistics", "海港物流", "海港物流"),
    ("East Lake Hotel Group", "东湖酒店集团", "東湖酒店集團"),
    ("Golden Rice Foods", "金稻食品", "金稻食品"),
    ("Delta Precision Tools", "三角洲精工", "三角洲精工"),
    ("Bright Star Pharmacy", "明星大药房", "明星大藥房"),
    ("Silk Road Textiles", "丝路纺织", "絲路紡織"),
    ("Riverside Hospital", "滨江医院", "濱江醫院"),
    ("Green Bamboo Paper", "翠竹纸业", "翠竹紙業"),
    ("Northern Cold Chain", "北方冷链", "北方冷鏈"),
    ("Jade Mountain Tea", "玉山茶业", "玉山茶業"),
    ("Lotus Supermarkets", "莲花超市", "蓮花超市"),
    ("Blue Crane Shipping", "蓝鹤航运", "藍鶴航運"),
    ("Union Auto Parts", "联合汽配", "聯合汽配"),
    ("Morning Sun Energy", "朝阳能源", "朝陽能源"),
    ("Pearl Cosmetics", "明珠化妆品", "明珠化妝品"),
    ("Grand Canal Printing", "大运河印务", "大運河印務"),
    ("Skyline Property", "天际置业", "天際置業"),
    ("West Gate Chemicals", "西门化工", "西門化工"),
    ("Maple Leaf School", "枫叶学校", "楓葉學校"),
    ("Iron Bridge Steel", "铁桥钢铁", "鐵橋鋼鐵"),
]

RECORDED_BEFORE = timedelta(days=720)

SERVICES = [
    # code, names, criticality, support team
    ("remote-access", "Remote access", "远程接入", "遠端存取", 1, "servers"),
    ("data-communication", "Data communication", "数据通信", "資料通訊", 1, "network"),
    ("point-of-sale", "Point of sale", "收银系统", "收銀系統", 2, "field"),
    ("warehouse", "Warehouse system", "仓储系统", "倉儲系統", 2, "development"),
    ("accounting", "Accounting", "财务系统", "財務系統", 3, "development"),
    ("e-mail", "E-mail", "电子邮件", "電子郵件", 3, "servers"),
    ("printing", "Printing", "打印服务", "列印服務", 4, "field"),
    ("workplace", "Workplace", "办公终端", "辦公終端", 4, "field"),
]

EQUIPMENT = [
    # class, names, models, service
    ("gateway", "Gateway", "网关", "閘道器", ("GW-200", "GW-210", "GW-300"), "data-communication"),
    ("terminal", "Terminal", "终端机", "終端機", ("PT-80", "PT-90"), "point-of-sale"),
    ("server", "Server", "服务器", "伺服器", ("SR-1", "SR-2"), "remote-access"),
    ("printer", "Printer", "打印机", "印表機", ("LP-40", "LP-55"), "printing"),
]

FAMILY = [
    "Wang",
    "Li",
    "Zhang",
    "Liu",
    "Chen",
    "Yang",
    "Zhao",
    "Huang",
    "Zhou",
    "Wu",
    "Xu",
    "Sun",
    "Hu",
    "Zhu",
]
GIVEN = [
    "Wei",
    "Fang",
    "Na",
    "Min",
    "Jing",
    "Lei",
    "Qiang",
    "Yan",
    "Jun",
    "Ying",
    "Hua",
    "Ming",
    "Ping",
    "Hong",
]


def sign_contracts(dice: random.Random) -> list[Customer]:
    """Services, customers, sites, contacts, equipment and contracts. Does nothing where they are there already."""
    offer_services()
    if Customer.objects.filter(code="C001").exists():
        return list(Customer.objects.filter(code__startswith="C0"))
    return [_customer(number, dice) for number in range(1, 2 * len(COMPANIES) + 1)]


def offer_services() -> None:
    for code, name, hans, hant, criticality, team in SERVICES:
        Service.objects.get_or_create(
            code=code,
            defaults={
                "name": name,
                "name_zh_hans": hans,
                "name_zh_hant": hant,
                "criticality": criticality,
                "support_team": Team.objects.get(code=team),
            },
        )
    for code, name, hans, hant, _models, _service in EQUIPMENT:
        ItemClass.objects.get_or_create(
            code=code, defaults={"name": name, "name_zh_hans": hans, "name_zh_hant": hant}
        )


def _customer(number: int, dice: random.Random) -> Customer:
    name, hans, hant = COMPANIES[(number - 1) % len(COMPANIES)]
    place = PLACES[(number - 1) % len(PLACES)]
    customer = Customer.objects.create(
        code=f"C{number:03d}",
        name=f"{name}, {place.name}",
        name_zh_hans=f"{place.hans}{hans}",
        name_zh_hant=f"{place.hant}{hant}",
        is_key_account=number % 8 == 1,
        note="Night shift answers the phone only after 22:00." if number % 10 == 3 else "",
    )
    customer.services.set(Service.objects.all())
    for site_number in range(1, 2 + (number % 3 == 0)):
        site = _site(customer, place, site_number, dice)
        for _ in range(2):
            _caller(customer, site, place, dice)
        _equip(customer, site, dice)
    _contract(customer, number)
    return customer


def _site(customer: Customer, place: Place, number: int, dice: random.Random) -> Site:
    site = Site.objects.create(
        customer=customer,
        code=f"{customer.code}-{number}",
        name=f"{place.name} site {number}",
        name_zh_hans=f"{place.hans}{number}号站点",
        name_zh_hant=f"{place.hant}{number}號據點",
        address=f"{dice.randint(1, 900)} Renmin Road, {place.name}",
        latitude=place.latitude + dice.uniform(-0.08, 0.08),
        longitude=place.longitude + dice.uniform(-0.08, 0.08),
    )
    office = Calendar.objects.filter(region="CN").first()
    if office is not None:
        SiteCalendar.objects.create(site=site, calendar=office)
    return site


def _caller(customer: Customer, site: Site, place: Place, dice: random.Random) -> None:
    name = f"{dice.choice(FAMILY)} {dice.choice(GIVEN)}"
    contact = Contact.objects.create(
        customer=customer,
        site=site,
        name=name,
        email=f"{name.lower().replace(' ', '.')}.{dice.randint(10, 99)}@{customer.code.lower()}.example",
        language=dice.choice(["zh-hans", "zh-hans", "en"]),
    )
    PhoneNumber.objects.create(
        contact=contact, written=f"1{dice.choice('3578')}{dice.randint(0, 10**9 - 1):09d}"
    )
    PhoneNumber.objects.create(
        contact=contact,
        written=f"(0{place.area_code}) {dice.randint(5000, 6999)} {dice.randint(0, 9999):04d}",
    )


def _equip(customer: Customer, site: Site, dice: random.Random) -> None:
    """What stands at the site, recorded when the contract began: its history is older than all that came after."""
    with time_machine.travel(timezone.now() - RECORDED_BEFORE, tick=False):
        _record_equipment(customer, site, dice)


def _record_equipment(customer: Customer, site: Site, dice: random.Random) -> None:
    today = timezone.localdate() + RECORDED_BEFORE
    trace = Trace(by=system_user("demo"), via=Via.DEMO)
    for code, name, _hans, _hant, models, service in EQUIPMENT:
        model = dice.choice(models)
        kind = ItemClass.objects.get(code=code)
        create_item(
            trace,
            name=f"{name} {site.code}",
            item_class=kind,
            model=ProductModel.objects.get_or_create(
                vendor="", name=model, revision="", defaults={"item_class": kind}
            )[0],
            serial=f"{model.replace('-', '')}{dice.randint(10_000, 99_999)}",
            service=Service.objects.get(code=service),
            customer=customer,
            site=site,
            verified_on=today - timedelta(days=dice.randint(5, 700)),
        )


def _contract(customer: Customer, number: int) -> None:
    around_the_clock = Calendar.objects.filter(is_always_open=True).first()
    Contract.objects.create(
        customer=customer,
        name="Gold" if customer.is_key_account else "Standard",
        starts_on=date(2025, 1, 1),
        calendar=around_the_clock if customer.is_key_account else None,
    )
