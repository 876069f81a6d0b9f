"""Import with preview, export, the truth page, baselines: through the browser's requests, with what each costs."""

import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from cmdb.changing import change_item
from cmdb.models import Baseline, ConfigurationItem, ItemImport
from cmdb.tables import read_table
from discrepancies.models import Discrepancy
from people.models import AccessLog, User
from tests import cast
from tests.client import client_of
from tests.cmdb import equipment
from tests.cmdb.equipment import item, keeper, trace
from tests.cmdb.test_pages import BUDGET, shown

pytestmark = pytest.mark.django_db
KEYS = {"source": "inventory", "first": "source_key", "second": "serial", "third": ""}


def sent(client: Client, text: str, name: str = "list.csv", status: int = 302) -> ItemImport:
    file = SimpleUploadedFile(name, text.encode())
    answer = client.post("/items/import/", {**KEYS, "file": file})
    assert answer.status_code == status, answer.content.decode()[:500]
    return ItemImport.objects.order_by("-pk").first() or ItemImport()


def carried_out(client: Client, load: ItemImport):
    digest = client.get(f"/items/imports/{load.pk}/").context["digest"]
    return client.post(f"/items/imports/{load.pk}/", {"digest": digest})


def test_a_file_is_shown_before_anything_is_written() -> None:
    by, known = keeper(), item("A", serial="S-1", subtype="edge")
    client = client_of(by)
    load = sent(client, "name,class,serial,subtype\n,,S-1,core\nB,router,S-2,\n")
    page = client.get(f"/items/imports/{load.pk}/")
    told = page.content.decode()
    assert page.context["counts"]["add"] == page.context["counts"]["change"] == 1
    assert "<del>edge</del>" in told
    assert "Nothing is written yet." in told
    assert "B" in client.get(f"/items/imports/{load.pk}/?show=add&page=1").content.decode()
    known.refresh_from_db()
    assert known.subtype == "edge"
    assert not ConfigurationItem.objects.filter(name="B").exists()
    assert carried_out(client, load).status_code == 302
    known.refresh_from_db()
    assert known.subtype == "core"
    done = client.get(f"/items/imports/{load.pk}/").content.decode()
    assert "The items that it wrote" in done
    assert [row.name for row in client.get(f"/items/?load={load.pk}").context["page"].rows] == ["A", "B"]


def test_wrong_rows_are_told_by_column_and_nothing_can_be_carried_out() -> None:
    client = client_of(keeper())
    equipment.kind()
    load = sent(client, "name,class,model\nA,router,\nB,router,XX-1\n")
    told = client.get(f"/items/imports/{load.pk}/").content.decode()
    assert "No product model is called “XX-1”" in told
    assert "Carry it out" not in told
    assert client.post(f"/items/imports/{load.pk}/", {"digest": "x"}).status_code == 409
    assert not ConfigurationItem.objects.exists()


def test_what_contradicts_a_verified_record_is_a_conflict_and_becomes_a_discrepancy() -> None:
    client = client_of(keeper())
    equipment.model("GW-300")
    item("A", serial="S-1", model=equipment.model("GW-200"), verified_on=date(2026, 3, 1))
    load = sent(client, "serial,model\nS-1,GW-300\n")
    assert "≠" in client.get(f"/items/imports/{load.pk}/").content.decode()
    assert carried_out(client, load).status_code == 302
    assert Discrepancy.objects.get().observed == "GW-300"


def test_a_file_that_is_no_table_is_refused_at_its_field() -> None:
    client = client_of(keeper())
    sent(client, "colour\nred\n", status=400)
    answer = client.post("/items/import/", {**KEYS, "file": SimpleUploadedFile("x.xlsx", b"PK..")})
    assert "This is no XLSX file" in answer.content.decode()


def test_an_import_can_be_discarded_until_it_is_carried_out() -> None:
    client = client_of(keeper())
    equipment.kind()
    load = sent(client, "name,class\nA,router\n")
    client.post(f"/items/imports/{load.pk}/discard/")
    assert not ItemImport.objects.exists()
    done = sent(client, "name,class\nA,router\n")
    carried_out(client, done)
    client.post(f"/items/imports/{done.pk}/discard/")
    assert ItemImport.objects.exists()


def test_what_another_has_sent_is_nobody_elses_until_it_is_carried_out() -> None:
    equipment.kind()
    load = sent(client_of(keeper()), "name,class\nA,router\n")
    assert client_of(keeper()).get(f"/items/imports/{load.pk}/").status_code == 404


@pytest.mark.parametrize("path", ["/items/import/", "/items/export/"])
def test_who_may_not_may_not(path: str) -> None:
    shown(cast.agent(), path, 403)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_exported_reads_back_as_it_was(form: str) -> None:
    equipment.attribute("ports", "number")
    mine = cast.customer(name="上海")
    item("=cmd|x", customer=mine, serial="-5", model=equipment.model("GW-200"), attributes={"ports": 24})
    item("retired", status="retired")
    by = keeper()
    answer = client_of(by).get(f"/items/export/?format={form}")
    content = b"".join(answer.streaming_content)
    (row,) = read_table(io.BytesIO(content), f"items.{form}")
    assert (row["name"], row["serial"], row["customer"]) == ("=cmd|x", "-5", mine.code)
    assert (row["model"], row["attributes.ports"], row["item_class"]) == ("GW-200", "24", "router")
    if form == "csv":
        assert "'=cmd|x" in content.decode()
    else:
        sheet = load_workbook(io.BytesIO(content)).worksheets[0]
        assert sheet["A2"].data_type == "s"
    assert AccessLog.objects.filter(event="exported", by=by).exists()


def test_an_export_is_of_the_list_that_is_shown_and_of_what_one_sees() -> None:
    item("A", subtype="x"), item("B", item_class=equipment.kind("server"))
    by = keeper()
    server = equipment.kind("server").pk
    answer = client_of(by).get(f"/items/export/?item_class={server}")
    assert [row["name"] for row in read_table(io.BytesIO(b"".join(answer.streaming_content)), "x.csv")] == [
        "B"
    ]
    assert client_of(by).get("/items/export/?format=pdf").status_code == 400
    assert client_of(by).get("/items/export/?item_class=x").status_code == 400


def test_the_truth_page_counts_what_its_lists_show() -> None:
    equipment.kind(needed_columns=["serial"])
    today = timezone.localdate()
    item("fresh", serial="1", verified_on=today)
    item("old", serial="2", verified_on=today - timedelta(days=200))
    item("never")
    client = client_of(cast.agent())
    page = client.get("/items/truth/")
    (line,) = page.context["lines"]
    assert (line["items"], line["completeness"], line["incomplete"]) == (3, 67, 1)
    assert [age["count"] for age in line["ages"]] == [1, 0, 1, 0, 1]
    for count, url in [
        (line["incomplete"], line["incomplete_url"]),
        *((a["count"], a["url"]) for a in line["ages"]),
    ]:
        assert len(client.get(url).context["page"].rows) == count


def test_the_truth_page_says_which_import_was_mostly_wrong() -> None:
    by = keeper()
    equipment.model("GW-200"), equipment.model("GW-300"), equipment.kind()
    client = client_of(by)
    rows = "".join(f"R{n},router,S-{n},GW-200\n" for n in range(4))
    load = sent(client, f"name,class,serial,model\n{rows}")
    carried_out(client, load)
    ConfigurationItem.objects.update(verified_on=timezone.localdate())
    again = "".join(f"S-{n},GW-300\n" for n in range(3))
    carried_out(client, sent(client, f"serial,model\n{again}"))
    page = client.get("/items/truth/")
    (one,) = page.context["loads"]
    assert (one["told"].load, one["told"].wrong, one["told"].count) == (load, 3, 4)
    assert "3 of 4 items were found otherwise (75 %)" in page.content.decode()


def test_correctness_counts_what_two_people_found_wrong() -> None:
    today = timezone.localdate()
    wrong, right = item("wrong", serial="1", verified_on=today), item("right", verified_on=today)
    found = Discrepancy(item=wrong, attribute="serial", observed="2", state="confirmed", number="DIS9")
    found.kind, found.title, found.opened_by, found.owner = "discrepancy", "x", keeper(), keeper()
    found.impact, found.urgency, found.priority, found.desk = 3, 3, 3, cast.team("desk", is_desk=True)
    found.save()
    (line,) = client_of(cast.agent()).get("/items/truth/").context["lines"]
    assert (line["correctness"], right.pk > 0) == (50, True)


def test_a_baseline_names_a_moment_and_tells_what_changed_since() -> None:
    by, mine = keeper(), cast.customer()
    own, other = item("own", customer=mine), item("other")
    client = client_of(by)
    answer = client.post("/items/baselines/new/", {"name": "Before the move", "customer": mine.pk})
    made = Baseline.objects.get()
    assert answer["Location"].endswith(f"?baseline={made.pk}")
    for one in (own, other):
        change_item(one, trace(), subtype="core")
    page = client.get(f"/items/since/?baseline={made.pk}")
    assert [row["item"] for row in page.context["rows"]] == [own]
    assert "Before the move" in page.content.decode()
    everything = client.get(f"/items/since/?day={timezone.localdate()}").context["rows"]
    assert {row["item"] for row in everything} == {own, other}
    shown(by, "/items/since/?day=2026-02-31&baseline=x")
    assert client_of(cast.agent()).get("/items/baselines/new/").status_code == 403


def test_a_card_of_a_phone_tells_when_somebody_last_looked() -> None:
    """The heads of the columns are not to be seen there: a count without its word says nothing."""
    item("Gateway 1")
    page = client_of(cast.agent()).get("/items/truth/").content.decode()
    assert '<td class="num"><span class="card-word">never </span>' in page
    assert '<td class="num" data-cell="spare"><span class="card-word">longer ago </span>' in page


@pytest.mark.parametrize("path", ["/items/truth/", "/items/since/", "/items/import/"])
def test_a_page_keeps_to_its_budget(path: str, django_assert_max_num_queries) -> None:
    for number in range(12):
        made = item(customer=cast.customer(), item_class=equipment.kind("router" if number % 2 else "server"))
        change_item(made, trace(), subtype="core")
    client = client_of(keeper())
    client.get(path)
    with django_assert_max_num_queries(BUDGET):
        client.get(path)


def test_a_preview_costs_the_same_for_many_rows(django_assert_max_num_queries) -> None:
    client = client_of(keeper())
    equipment.kind(), item("A", serial="S-0")
    rows = "".join(f"R{number},router,S-{number}\n" for number in range(200))
    load = sent(client, f"name,class,serial\n{rows}")
    with django_assert_max_num_queries(BUDGET):
        assert client.get(f"/items/imports/{load.pk}/").context["counts"]["add"] == 199


def test_a_hostile_file_stays_text() -> None:
    by: User = keeper()
    client = client_of(by)
    equipment.kind()
    load = sent(client, "name,class,model\n<script>alert(1)</script>,router,<img src=x>\n", name="<b>.csv")
    told = client.get(f"/items/imports/{load.pk}/").content.decode()
    assert "<script>alert(1)" not in told
    assert "<img src=x>" not in told
