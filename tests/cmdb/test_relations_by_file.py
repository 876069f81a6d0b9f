"""Relations by file: looked at row by row, carried out whole or not at all, told in the history of both ends."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook

from cmdb.models import ItemChange, ItemImport, Relation
from cmdb.relating import relations_of
from people.models import AccessLog
from tests import cast
from tests.client import client_of
from tests.cmdb.equipment import item, keeper, rely, verb

pytestmark = pytest.mark.django_db
KEYS = {"source": "inventory", "first": "source_key", "second": "serial", "third": "name"}
HEAD = "subject,relation,target,group,needed,gone\n"


def sent(client: Client, text: str, name: str = "relations.csv", status: int = 302) -> ItemImport:
    return sent_file(client, SimpleUploadedFile(name, text.encode()), status)


def sent_file(client: Client, file: SimpleUploadedFile, status: int = 302) -> ItemImport:
    answer = client.post("/items/relations/import/", {**KEYS, "file": file})
    assert answer.status_code == status, answer.content.decode()[:800]
    return ItemImport.objects.order_by("-pk").first() or ItemImport()


def page(client: Client, load: ItemImport, show: str = ""):
    return client.get(f"/items/imports/{load.pk}/" + (f"?show={show}" if show else ""))


def carried_out(client: Client, load: ItemImport):
    return client.post(f"/items/imports/{load.pk}/", {"digest": page(client, load).context["digest"]})


def told(of) -> set[tuple[str, str, str, int]]:
    return {
        (
            row.subject.name,
            row.target.name,
            row.group.name if row.group else "",
            row.group.needed if row.group else 1,
        )
        for row in relations_of(of)
    }


def test_rows_are_shown_as_new_changed_taken_away_and_as_recorded_before_anything_is_written() -> None:
    verb()
    core, left, _right, other, third = (item(name) for name in ("Core", "Left", "Right", "Other", "Third"))
    rely(core, left, other, third)
    client = client_of(keeper())
    load = sent(
        client,
        HEAD
        + "Core,runs-on,Right,feeds,1,\nCore,runs on,Left,feeds,1,\nCore,runs-on,Other,,,yes\nCore,runs-on,Third,,,\n",
    )
    shown = page(client, load)
    assert {name: shown.context["counts"][name] for name in ("add", "change", "remove", "same", "wrong")} == {
        "add": 1, "change": 1, "remove": 1, "same": 1, "wrong": 0,
    }  # fmt: skip
    assert "Right (of “feeds” 1 are enough)" in page(client, load, "add").content.decode()
    assert "<del>Other</del>" in page(client, load, "remove").content.decode()
    assert Relation.objects.count() == 3
    assert carried_out(client, load).status_code == 302
    assert told(core) == {
        ("Core", "Right", "feeds", 1),
        ("Core", "Left", "feeds", 1),
        ("Core", "Third", "", 1),
    }
    lines = ItemChange.objects.filter(load=load)
    assert set(lines.values_list("item__name", flat=True)) == {"Core", "Left", "Right", "Other"}
    done = page(client, load).content.decode()
    assert "Taken away" in done
    assert "Discrepancies opened" not in done


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("Core,runs-on,Nowhere,,,", "No item has “Nowhere” under these keys."),
        ("Core,eats,Left,,,", "There is no relation “eats”."),
        ("Core,runs-on,Twin,,,", "2 items have this"),
        ("Core,runs-on,Core,,,", "cannot be related to itself"),
        ("Core,runs-on,,,,", "A relation needs both its ends."),
        ("Core,runs-on,Left,feeds,many,", "Give a number from 1 to 100."),
        ("Core,near,Left,feeds,,", "none is redundant"),
        ("Core,runs-on,Left,,,\nCore,runs-on,Left,,,", "Row 1 says the same"),
    ],
)
def test_a_wrong_row_says_what_to_correct_and_nothing_is_carried_out(row: str, words: str) -> None:
    verb()
    verb("near", "none")
    for name in ("Core", "Left", "Twin", "Twin"):
        item(name)
    client = client_of(keeper())
    load = sent(client, HEAD + row + "\n")
    shown = page(client, load)
    assert shown.context["counts"]["wrong"] == 1
    assert words in shown.content.decode()
    answer = client.post(f"/items/imports/{load.pk}/", {"digest": shown.context["digest"]})
    assert answer.status_code == 409
    assert not Relation.objects.exists()


def test_the_preview_names_the_keys_as_the_form_offered_them() -> None:
    client = client_of(keeper())
    item("Gateway 1", serial="G1"), item("Feed A", serial="P1")
    load = sent(client, HEAD + "G1,powered-by,P1,,,\n")
    assert page(client, load).context["keys"] == ["key at the source", "serial number", "name"]


def test_what_changed_since_it_was_shown_is_shown_again() -> None:
    verb()
    core, left = item("Core"), item("Left")
    client = client_of(keeper())
    load = sent(client, HEAD + "Core,runs-on,Left,,,\n")
    digest = page(client, load).context["digest"]
    rely(core, left)
    answer = client.post(f"/items/imports/{load.pk}/", {"digest": digest})
    assert answer.status_code == 409
    assert "look at it again" in answer.content.decode()
    assert carried_out(client, load).status_code == 302
    assert carried_out_twice(client, load) == 200


def carried_out_twice(client: Client, load: ItemImport) -> int:
    """One that is done shows what it did, whoever posts to it again."""
    return int(client.post(f"/items/imports/{load.pk}/", {"digest": "x"}).status_code)


def test_the_key_of_the_source_goes_before_serial_and_name() -> None:
    verb()
    core = item("Core")
    by_key, by_name = item("A", source="inventory", source_key="K-1"), item("K-1")
    client = client_of(keeper())
    carried_out(client, sent(client, HEAD + "Core,runs-on,K-1,,,\n"))
    assert [row.target_id for row in relations_of(core)] == [by_key.pk]
    assert relations_of(by_name) == []


def test_what_is_exported_is_as_recorded_when_it_comes_back() -> None:
    core, left, right, alone = item("Core", serial="S-1"), item("Left"), item("Right"), item("Alone")
    rely(core, left, right, group="feeds")
    rely(right, alone)
    by = keeper()
    client = client_of(by)
    answer = client.get("/items/relations/export/?format=csv&q=Core")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert sorted(text.splitlines()[1:]) == ["S-1,runs-on,Left,feeds,1,", "S-1,runs-on,Right,feeds,1,"]
    assert AccessLog.objects.filter(by=by, event=AccessLog.Event.EXPORTED).exists()
    load = sent(client, text)
    assert page(client, load).context["counts"]["same"] == 2
    book = load_workbook(
        io.BytesIO(b"".join(client.get("/items/relations/export/?format=xlsx").streaming_content))
    )
    assert book.active.max_row == 4


def test_a_sheet_is_read_like_a_list() -> None:
    verb()
    core = item("Core")
    item("Left")
    book, file = Workbook(), io.BytesIO()
    for line in (("subject", "relation", "target", "needed"), ("Core", "runs-on", "Left", 1)):
        book.active.append(line)
    book.save(file)
    client = client_of(keeper())
    carried_out(client, sent_file(client, SimpleUploadedFile("list.xlsx", file.getvalue())))
    assert told(core) == {("Core", "Left", "", 1)}


def test_a_column_that_is_none_is_named() -> None:
    client = client_of(keeper())
    answer = client.post(
        "/items/relations/import/", {**KEYS, "file": SimpleUploadedFile("a.csv", b"subject,colour\nA,red\n")}
    )
    assert answer.status_code == 400
    assert "No column is called colour. There are subject, relation" in answer.content.decode()


def test_items_of_other_customers_are_no_ends_and_stay_unnamed() -> None:
    verb()
    mine, theirs = cast.customer(), cast.customer()
    item("Core", customer=mine)
    item("Theirs", customer=theirs)
    tool = cast.person("api_client")
    tool.customers.add(mine)
    client = client_of(tool)
    load = sent(client, HEAD + "Core,runs-on,Theirs,,,\n")
    assert "No item has “Theirs”" in page(client, load).content.decode()


def test_who_may_not_import_is_refused() -> None:
    client = client_of(cast.agent())
    assert client.get("/items/relations/import/").status_code == 403
    assert client.post("/items/relations/import/", KEYS).status_code == 403


def test_a_long_list_costs_the_queries_of_a_short_one(django_assert_max_num_queries) -> None:
    verb()
    item("Core")
    for number in range(30):
        item(f"Server {number}")
    client = client_of(keeper())
    load = sent(client, HEAD + "".join(f"Core,runs-on,Server {number},,,\n" for number in range(30)))
    page(client, load)
    with django_assert_max_num_queries(28):
        assert page(client, load).context["counts"]["add"] == 30
