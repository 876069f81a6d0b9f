"""Who calls and who answers: the seed company's own people and services, and four hundred customers."""

from __future__ import annotations

import random
from datetime import date

from cmdb.models import ConfigurationItem, ItemClass, ProductModel, Service
from demo import customers as words
from demo.faults import install_categories
from demo.staff import hire
from people.models import Contact, Customer, PhoneNumber, Site
from sla.models import Calendar, Contract, SiteCalendar

CUSTOMERS = 400
CALLERS_PER_CUSTOMER = 5
SURNAMES_ZH = "王李张刘陈杨赵黄周吴徐孙胡朱"
GIVEN_ZH = ["伟", "芳", "娜", "敏", "静", "磊", "强", "艳", "军", "英", "华", "明", "平", "红"]


def open_house(dice: random.Random) -> None:
    """Staff, categories, services, and customers with sites, callers, equipment and contracts."""
    hire()
    install_categories()
    words.offer_services()
    customers = Customer.objects.bulk_create(_customer(number) for number in range(1, CUSTOMERS + 1))
    sites = Site.objects.bulk_create(_site(customer, dice) for customer in customers)
    contacts = Contact.objects.bulk_create(
        _contact(site, dice) for site in sites for _ in range(CALLERS_PER_CUSTOMER)
    )
    PhoneNumber.objects.bulk_create(_phone(contact, dice) for contact in contacts)
    ConfigurationItem.objects.bulk_create(_item(site, dice) for site in sites)
    _agree(customers, sites)


def _customer(number: int) -> Customer:
    name, hans, hant = words.COMPANIES[number % len(words.COMPANIES)]
    place = words.PLACES[number % len(words.PLACES)]
    return Customer(
        code=f"B{number:04d}",
        name=f"{name}, {place.name} {number}",
        name_zh_hans=f"{place.hans}{hans}{number}",
        name_zh_hant=f"{place.hant}{hant}{number}",
        is_key_account=number % 8 == 1,
    )


def _site(customer: Customer, dice: random.Random) -> Site:
    place = words.PLACES[int(customer.code[1:]) % len(words.PLACES)]
    return Site(
        customer=customer,
        code=f"{customer.code}-1",
        name=f"{place.name} site 1",
        name_zh_hans=f"{place.hans}1号站点",
        name_zh_hant=f"{place.hant}1號站點",
        address=f"{dice.randint(1, 900)} Renmin Road, {place.name}",
        latitude=place.latitude + dice.uniform(-0.08, 0.08),
        longitude=place.longitude + dice.uniform(-0.08, 0.08),
    )


def _contact(site: Site, dice: random.Random) -> Contact:
    is_chinese = dice.random() < 0.5
    name = (
        dice.choice(SURNAMES_ZH) + dice.choice(GIVEN_ZH)
        if is_chinese
        else f"{dice.choice(words.FAMILY)} {dice.choice(words.GIVEN)}"
    )
    return Contact(customer=site.customer, site=site, name=name, language="zh-hans" if is_chinese else "en")


def _phone(contact: Contact, dice: random.Random) -> PhoneNumber:
    phone = PhoneNumber(contact=contact, written=f"1{dice.choice('3578')}{dice.randint(0, 10**9 - 1):09d}")
    phone.recognise()
    return phone


def _item(site: Site, dice: random.Random) -> ConfigurationItem:
    code, name, _hans, _hant, models, service = dice.choice(words.EQUIPMENT)
    item_class = ItemClass.objects.get(code=code)
    model, _made = ProductModel.objects.get_or_create(
        vendor="", name=dice.choice(models), revision="", defaults={"item_class": item_class}
    )
    return ConfigurationItem(
        name=f"{name} {site.code}",
        item_class=item_class,
        model=model,
        serial=f"{dice.randint(100_000, 999_999)}",
        service=Service.objects.get(code=service),
        customer=site.customer,
        site=site,
    )


def _agree(customers: list[Customer], sites: list[Site]) -> None:
    """Key accounts are served around the clock, the others in the hours of their site."""
    always = Calendar.objects.filter(is_always_open=True).first()
    office = Calendar.objects.filter(region="CN").first()
    assert office is not None
    SiteCalendar.objects.bulk_create(SiteCalendar(site=site, calendar=office) for site in sites)
    Contract.objects.bulk_create(
        Contract(
            customer=customer,
            name="Gold" if customer.is_key_account else "Standard",
            starts_on=date(2015, 1, 1),
            calendar=always if customer.is_key_account else None,
        )
        for customer in customers
    )
