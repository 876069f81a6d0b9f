"""An advisory by mail: whom it concerns, what they read, and what became of it."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from advisories.audience import audience
from advisories.mailing import Fate, fates
from advisories.models import Advisory, Mailing
from cmdb.models import ConfigurationItem, ItemClass, ProductModel
from notifications.channels import email
from notifications.composing import tell_all
from notifications.mailbox import MailboxBackend
from notifications.models import Notice, SentMail
from people.models import Contact, Customer
from people.rights import Forbidden
from records.actions import advance
from records.errors import Refused
from tests import cast
from tests.advisories.people import PLAIN, in_review, published

pytestmark = pytest.mark.django_db


def modem() -> ProductModel:
    return ProductModel.objects.get_or_create(vendor="Acme", name="TX-200")[0]


def installed(at: Customer, **fields: Any) -> ConfigurationItem:
    kind, _is_new = ItemClass.objects.get_or_create(code="modem", defaults={"name": "Modem"})
    told = {"name": "Modem", "item_class": kind, "model": modem(), "customer": at, **fields}
    return ConfigurationItem.objects.create(**told)


def reader(of: Customer, **fields: Any) -> Contact:
    return cast.contact(of, **{"email": "caller@customer.example", "language": "en", **fields})


def mailed(made: Advisory | None = None, **criteria: Any) -> Advisory:
    made = made or published()
    return advance(made, "mail_out", by=cast.person("supervisor"), **(criteria or {"product_model": modem()}))


def test_equipment_of_a_model_chooses_its_customers() -> None:
    having, without = cast.customer(), cast.customer()
    installed(having)
    told = reader(having)
    reader(without)
    assert list(audience(product_model=modem())) == [told]


def test_of_several_sites_only_the_one_with_the_equipment_is_concerned() -> None:
    customer = cast.customer()
    here, there = cast.site(customer), cast.site(customer)
    installed(customer, site=here)
    at_it, of_all = reader(customer, site=here), reader(customer, site=None)
    reader(customer, site=there)
    assert set(audience(product_model=modem())) == {at_it, of_all}


def test_equipment_that_is_out_of_use_concerns_nobody() -> None:
    customer = cast.customer()
    installed(customer, status="retired")
    reader(customer)
    assert not audience(product_model=modem()).exists()


def test_region_and_service_narrow_it_together() -> None:
    here, elsewhere, without = (
        cast.customer(region="TW"),
        cast.customer(region="CN"),
        cast.customer(region="TW"),
    )
    service = cast.service()
    service.customers.set([here, elsewhere])
    told = reader(here)
    reader(elsewhere), reader(without)
    assert list(audience(region="TW", service=service)) == [told]


def test_nothing_given_is_nobody() -> None:
    reader(cast.customer())
    assert not audience().exists()


def test_each_contact_gets_the_published_plain_text() -> None:
    customer = cast.customer()
    installed(customer)
    contact = reader(customer, name="Zhang Wei")
    made = mailed()
    tell_all()
    notice = Notice.objects.get(contact=contact, record=made.pk)
    assert (notice.channel, notice.subject) == ("email", made.title)
    assert notice.body.startswith("Dear Zhang Wei,")
    assert PLAIN in notice.body


def test_what_became_of_each_mail_is_counted() -> None:
    customer = cast.customer()
    installed(customer)
    reader(customer), reader(customer, email="")
    mailing = Mailing.objects.get(advisory=mailed().pk)
    assert fates([mailing])[mailing.pk] == Fate(people=2)
    tell_all()
    email.sweep(MailboxBackend())
    assert fates([mailing])[mailing.pk] == Fate(people=2, sent=1, failed=1)
    assert SentMail.objects.filter(to=["caller@customer.example"]).count() == 1


def test_who_comes_later_is_not_in_a_mailing_that_is_sent() -> None:
    customer = cast.customer()
    installed(customer)
    reader(customer)
    mailing = Mailing.objects.get(advisory=mailed().pk)
    reader(customer)
    assert mailing.recipients.count() == 1


def test_the_next_versions_draft_reaches_no_mail() -> None:
    customer = cast.customer()
    installed(customer)
    reader(customer)
    made = advance(mailed(), "begin_version", by=cast.agent())
    advance(made, "write_plain", by=cast.agent(), plain="A draft.")
    tell_all()
    assert "A draft." not in Notice.objects.get(record=made.pk, contact__isnull=False).body


def test_an_audience_of_nobody_is_refused() -> None:
    with pytest.raises(ValidationError, match="nobody"):
        mailed(region="HK")


def test_only_what_is_published_is_mailed() -> None:
    installed(made := cast.customer())
    reader(made)
    with pytest.raises(Refused):
        mailed(in_review())


def test_an_agent_mails_nothing() -> None:
    with pytest.raises(Forbidden):
        advance(published(), "mail_out", by=cast.agent(), region="CN")
