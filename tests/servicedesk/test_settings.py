"""Settings: every table that the desk holds as data, through one frame. Doors, lists, forms, history, removal."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from cmdb.models import ItemClass, Service
from incidents.models import Symptom
from people.models import AccessLog
from records.models import Category
from servicedesk.settings_pages.places import GROUPS
from servicedesk.settings_pages.tables import SettingsTable, table_named, tables
from tests import cast
from tests.client import client_of
from tests.servicedesk.settings_pages import address, administrator, posted, text

pytestmark = pytest.mark.django_db
BUDGET = 24
TABLES = [place.name for group in GROUPS for place in group.places if isinstance(place, SettingsTable)]
NAMES = {"name_zh_hans": "", "name_zh_hant": ""}


def test_every_table_has_its_place() -> None:
    assert {table.name for table in tables()} == set(TABLES)


def test_the_first_page_leads_to_every_table() -> None:
    page = text(administrator().get(address()))
    for table in tables():
        assert table.url in page
    for view in ("settings-matrix", "settings-hints", "notice-rules", "notice-templates", "webhooks"):
        assert reverse(f"desk:{view}") in page


def test_who_sees_settings_without_rights_is_not_led_to_them() -> None:
    page = text(client_of(cast.person("supervisor")).get(address()))
    assert reverse("people:rights") not in page
    assert reverse("people:teams") in page


@pytest.mark.parametrize(
    "path", [(), ("changes",), ("priority-matrix",), ("hints",), *[(name,) for name in TABLES]]
)
def test_only_who_sees_the_settings_opens_them(path: tuple[str, ...]) -> None:
    assert client_of(cast.agent()).get(address(*path)).status_code == 403
    assert client_of(cast.person("supervisor")).get(address(*path)).status_code == 200
    assert Client().get(address(*path)).status_code == 302


@pytest.mark.parametrize("name", TABLES)
def test_a_list_is_searched_by_words_even_where_its_rows_have_none(name: str) -> None:
    assert administrator().get(address(name), {"q": "nothing is called so"}).context["page"].rows == []


@pytest.mark.parametrize("name", TABLES)
def test_only_who_may_edit_makes_a_row(name: str) -> None:
    supervisor = client_of(cast.person("supervisor"))
    assert supervisor.get(address(name, "new")).status_code == 403
    assert supervisor.post(address(name, "new"), {}).status_code == 403
    assert address(name, "new") not in text(supervisor.get(address(name)))
    assert administrator().get(address(name, "new")).status_code == 200


def test_who_only_reads_sees_the_row_and_changes_nothing() -> None:
    symptom = Symptom.objects.create(code="odd", name="Odd noise")
    supervisor = client_of(cast.person("supervisor"))
    page = supervisor.get(address("symptoms", symptom.pk))
    assert "<fieldset" in text(page)
    assert "disabled" in text(page)
    for url in (address("symptoms", symptom.pk), address("symptoms", symptom.pk, "switch")):
        assert supervisor.post(url, {"name": "x"}).status_code == 403
    assert supervisor.post(address("symptoms", symptom.pk, "remove")).status_code == 403
    assert Symptom.objects.get(pk=symptom.pk).name == "Odd noise"


@pytest.mark.parametrize(
    "path", [("nothing",), ("nothing", "new"), ("nothing", 1), ("symptoms", 999_999), ("symptoms", 10**20)]
)
def test_what_is_not_there_is_not_found(path: tuple[object, ...]) -> None:
    assert administrator().get(address(*path)).status_code == 404


def test_a_table_without_a_way_out_of_use_has_no_such_address() -> None:
    kind = ItemClass.objects.create(code="router", name="Router")
    assert administrator().post(address("item-classes", kind.pk, "switch")).status_code == 404


@pytest.mark.parametrize("name", TABLES)
def test_an_empty_table_says_what_would_be_here(name: str) -> None:
    table = table_named(name)
    rows = table.model._default_manager.all()
    if name == "calendars":
        from sla.models import Target

        Target.objects.all().delete()
    rows.delete()
    assert escape(str(table.empty)) in text(administrator().get(address(name)))


@pytest.mark.parametrize("name", TABLES)
def test_a_form_with_nothing_in_it_is_told_so_at_each_field(name: str) -> None:
    answer = administrator().post(address(name, "new"), {})
    assert answer.status_code == 400
    assert answer.context["form"].errors
    assert "field-error" in text(answer)


def test_a_row_is_made_found_and_changed_with_a_line_for_each() -> None:
    client = administrator()
    made = client.post(
        address("symptoms", "new"), {"name": "Smells burnt", "code": "burnt", "is_active": "on", **NAMES}
    )
    assert (made.status_code, made.url) == (302, address("symptoms"))
    row = Symptom.objects.get(code="burnt")
    assert "Smells burnt" in text(client.get(address("symptoms"), {"q": "burnt"}))
    assert "Smells burnt" not in text(client.get(address("symptoms"), {"q": "unknown"}))
    assert posted(client, address("symptoms", row.pk), name="Smells of smoke").status_code == 302
    page = text(client.get(address("symptoms", row.pk)))
    assert "Boss" in page
    assert "<del>Smells burnt</del>" in page
    assert [line.event for line in AccessLog.objects.filter(subject=f"incidents.Symptom:{row.pk}")] == [
        "changed",
        "created",
    ]


def test_what_changes_nothing_writes_nothing() -> None:
    client, row = administrator(), Symptom.objects.create(code="odd", name="Odd noise")
    posted(client, address("symptoms", row.pk))
    assert not AccessLog.objects.filter(subject=f"incidents.Symptom:{row.pk}").exists()


def test_two_who_change_different_fields_lose_nothing() -> None:
    client, row = administrator(), Symptom.objects.create(code="odd", name="Odd noise")
    url = address("symptoms", row.pk)
    form = client.get(url).context["form"]
    data = {name: form[name].value() for name in form.fields}
    posted(client, url, name_zh_hans="异响")
    client.post(url, {**data, "name": "Strange noise"})
    row.refresh_from_db()
    assert (row.name, row.name_zh_hans) == ("Strange noise", "异响")


def test_two_who_change_the_same_field_are_told_and_keep_what_they_typed() -> None:
    client, row = administrator(), Symptom.objects.create(code="odd", name="Odd noise")
    url = address("symptoms", row.pk)
    form = client.get(url).context["form"]
    data = {name: form[name].value() for name in form.fields}
    posted(client, url, name="Loud noise")
    answer = client.post(url, {**data, "name": "Strange noise"})
    assert answer.status_code == 400
    page = text(answer)
    assert "Boss" in page
    assert "Loud noise" in page
    assert 'value="Strange noise"' in page
    again = answer.context["form"]
    assert client.post(url, {name: again[name].value() for name in again.fields}).status_code == 302
    row.refresh_from_db()
    assert row.name == "Strange noise"


def test_a_code_that_exists_is_told_at_the_field() -> None:
    client = administrator()
    Symptom.objects.create(code="odd", name="Odd noise")
    answer = client.post(address("symptoms", "new"), {"name": "Other", "code": "odd", **NAMES})
    assert answer.status_code == 400
    assert "code" in answer.context["form"].errors


@pytest.mark.parametrize("query", [{"parent": "999999"}, {"parent": "x"}, {"is_active": "perhaps"}])
def test_a_filter_that_cannot_be_read_is_told_so(query: dict[str, str]) -> None:
    answer = administrator().get(address("categories"), query)
    assert answer.status_code == 400
    assert answer.context["form"].errors


@pytest.mark.parametrize(
    "query", [{"q": "\0"}, {"q": "%" * 500}, {"page": "-1"}, {"page": "9" * 30}, {"page": "x"}]
)
def test_what_cannot_be_looked_for_finds_nothing_and_breaks_nothing(query: dict[str, str]) -> None:
    assert administrator().get(address("services"), query).status_code == 200


def test_a_filter_narrows_and_fills_the_form_of_a_new_row() -> None:
    client, team = administrator(), cast.team("network")
    Service.objects.create(code="mail", name="Mail service", support_team=team)
    Service.objects.create(code="fax", name="Fax service")
    page = text(client.get(address("services"), {"support_team": team.pk}))
    assert "Mail service" in page
    assert "Fax service" not in page
    form = client.get(address("services", "new"), {"support_team": team.pk}).context["form"]
    assert form["support_team"].value() == team.pk


def test_a_row_that_nothing_uses_is_removed_and_the_log_keeps_it() -> None:
    client, row = administrator(), Symptom.objects.create(code="odd", name="Odd noise")
    assert "Nothing uses it" in text(client.get(address("symptoms", row.pk, "remove")))
    assert client.post(address("symptoms", row.pk, "remove")).status_code == 303
    assert not Symptom.objects.filter(pk=row.pk).exists()
    assert "Odd noise" in text(client.get(address("changes")))


def test_a_row_in_use_says_what_uses_it_and_is_offered_a_way_out_of_use() -> None:
    client, row = administrator(), Symptom.objects.create(code="odd", name="Odd noise")
    cast.incident(symptom=row)
    answer = client.post(address("symptoms", row.pk, "remove"))
    assert answer.status_code == 409
    assert "Incidents: 1" in text(answer)
    assert address("symptoms", row.pk, "switch") in text(answer)
    client.post(address("symptoms", row.pk, "switch"))
    row.refresh_from_db()
    assert not row.is_active
    client.post(address("symptoms", row.pk, "switch"))
    row.refresh_from_db()
    assert row.is_active


def test_a_number_of_uses_opens_the_list_it_counts() -> None:
    client, service = administrator(), cast.service("vpn")
    cast.incident(service=service)
    cast.incident(service=service)
    use = next(one for one in client.get(address("services", service.pk)).context["uses"] if one.url)
    assert use.number == 2
    assert text(client.get(use.url)).count("data-row-link") == 2


def test_what_goes_with_a_row_is_told_before() -> None:
    from sla.models import Contract, Target

    contract = Contract.objects.create(customer=cast.customer(), name="Gold", starts_on="2026-01-01")
    Target.objects.create(metric="response", contract=contract, minutes=10)
    page = text(administrator().get(address("contracts", contract.pk, "remove")))
    assert "This goes with it" in page
    assert "Targets: 1" in page


@pytest.mark.parametrize("name", TABLES)
def test_a_list_costs_the_same_however_long(name: str, django_assert_max_num_queries) -> None:
    client = administrator()
    for number in range(12):
        Category.objects.create(code=f"c{number}", name=f"Branch {number}")
        service = Service.objects.create(code=f"s{number}", name=f"Service {number}")
        service.customers.add(cast.customer())
    client.get(address(name))
    with django_assert_max_num_queries(BUDGET):
        client.get(address(name))


def test_the_history_of_one_table_is_that_of_its_rows() -> None:
    client = administrator()
    client.post(address("symptoms", "new"), {"name": "Smells burnt", "code": "burnt", **NAMES})
    client.post(address("closure-codes", "new"), {"name": "Weather", "code": "weather", **NAMES})
    lines = client.get(address("changes"), {"table": "incidents.symptom"}).context["lines"]
    assert [line.entry.subject_label for line in lines] == ["Smells burnt"]
    assert client.get(address("changes"), {"table": "people.user"}).status_code == 404
