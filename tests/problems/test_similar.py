"""Similar faults: what history says of a new one."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from cmdb.models import ConfigurationItem, ItemClass
from incidents.models import Symptom
from people.tokens import issue
from problems.similar import Asked, Fault, asked_of, similar_faults
from records.actions import advance
from records.likeness import MOST_READ, _holding_two, liken
from records.quoting import readable
from tests import cast, volume
from tests.problems.cast import explaining, known_error, manager
from tests.servicedesk.pad import at_the_desk

pytestmark = pytest.mark.django_db
PAGE_BUDGET = 45


def found(**asked: Any) -> list[Fault]:
    return similar_faults(manager(), Asked(**asked))


def numbers(**asked: Any) -> list[str]:
    return [fault.record.number for fault in found(**asked)]


def item(name: str) -> ConfigurationItem:
    terminal, _ = ItemClass.objects.get_or_create(code="terminal", defaults={"name": "Terminal"})
    return ConfigurationItem.objects.create(name=name, item_class=terminal)


def test_chinese_without_spaces_is_found_and_quoted_as_it_stands() -> None:
    alike = cast.incident(title="数据通信时弹出英文提示框，点击后程序退出")
    cast.incident(title="送货单打印不出来")
    fault = found(text="点提示框就程序退出，数据通信不行")[0]
    assert fault.record.number == alike.number
    assert {"数据通信", "提示框", "程序退出"} <= set(fault.same_words)


def test_a_rare_word_in_common_says_more_than_many_common_ones() -> None:
    for _ in range(30):
        cast.incident(title="The printer does not print any pages")
    rare = cast.incident(title="Fuser overheated")
    assert numbers(text="The printer does not print, perhaps the fuser")[0] == rare.number


def test_incidents_of_one_problem_are_one_fault_with_its_workaround() -> None:
    incidents = [cast.incident(title="Gateway hangs at noon") for _ in range(3)]
    person = manager()
    problem = known_error(by=person, title="Memory leak")
    advance(problem, "add_incidents", by=person, incidents=incidents)
    faults = found(text="gateway hangs")
    assert [fault.record.number for fault in faults] == [problem.number]
    assert (faults[0].times, faults[0].remedy) == (3, "Start it on the second line.")
    assert faults[0].is_workaround


def test_children_are_told_by_their_parent() -> None:
    agent = cast.agent()
    parent = cast.incident(by=agent, title="Gateway down")
    child = cast.incident(by=agent, title="Gateway hangs at noon")
    advance(child, "attach", by=agent, parent=parent)
    assert numbers(text="gateway hangs at noon") == [parent.number]


def test_incidents_of_one_name_are_one_fault_told_by_one_that_was_solved() -> None:
    agent = cast.agent()
    solved, *_ = [cast.incident(by=agent, title="Gateway hangs at noon") for _ in range(3)]
    advance(solved, "resolve", by=agent, **cast.solution())
    faults = found(text="gateway hangs at noon")
    assert [(fault.record.number, fault.times) for fault in faults] == [(solved.number, 3)]
    assert faults[0].remedy


def test_the_same_equipment_service_and_symptom_are_weighed_in() -> None:
    cast.incident(title="Gateway hangs")
    symptom = Symptom.objects.first()
    nearer = {
        "symptom": cast.incident(title="Gateway hangs", symptom=symptom),
        "service": cast.incident(title="Gateway hangs", service=cast.service("vpn")),
        "item": cast.incident(title="Gateway hangs", item=item("GW-1")),
    }
    for name, incident in nearer.items():
        assert (
            numbers(text="gateway hangs", **{f"{name}_id": getattr(incident, f"{name}_id")})[0]
            == incident.number
        )


def test_what_helped_is_told() -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent, title="Gateway hangs")
    advance(incident, "resolve", by=agent, **cast.solution(solution="Cleared the cache."))
    fault = found(text="gateway hangs")[0]
    assert (fault.remedy, fault.is_workaround) == ("Cleared the cache.", False)


def test_it_is_not_like_itself() -> None:
    incident = cast.incident(title="Gateway hangs")
    assert similar_faults(manager(), asked_of(incident)) == []


def test_what_somebody_does_not_see_is_not_similar() -> None:
    hidden = cast.incident(title="Gateway hangs")
    engineer = cast.engineer()
    assert similar_faults(engineer, Asked(text="gateway hangs")) == []
    assert similar_faults(hidden.opened_by, Asked(text="gateway hangs"))


def test_only_what_came_before_is_asked_for_when_measuring() -> None:
    with time_machine.travel(timezone.now() - timedelta(days=3)):
        old = cast.incident(title="Gateway hangs")
    cast.incident(title="Gateway hangs")
    assert numbers(text="gateway hangs", before=timezone.now() - timedelta(days=1)) == [old.number]


@pytest.mark.parametrize(
    "text", ["", " ", "'", "\\", "a & b | !c", "12345", "the of and", "' OR 1=1 --", "🦄", "<->"]
)
def test_no_text_is_an_error(text: str) -> None:
    cast.incident()
    assert isinstance(found(text=text), list)


def test_the_word_index_answers_at_volume_and_the_cost_does_not_grow(
    django_assert_max_num_queries: Any,
) -> None:
    agent = cast.agent()
    volume.history(cast.incident(by=agent, title="Remote server hangs"), 30_000, open_every=50)
    rare = cast.incident(by=agent, title="Remote server hangs: unicorn")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE records_searchwords")
    likeness = liken("remote server unicorn")
    assert next(iter(likeness.weights)) == "unicorn"
    assert rare.pk in likeness.holders
    assert len(likeness.holders) <= 1_000
    person = manager()
    person.rights  # noqa: B018 - read once per request
    with django_assert_max_num_queries(14):
        faults = similar_faults(person, Asked(text="remote server unicorn"))
    assert faults[0].record.pk == rare.pk


def test_pairs_of_words_that_half_of_history_holds_are_asked_only_once() -> None:
    first, second = cast.incident(title="printer offline"), cast.incident(title="offline again")
    cheap = dict.fromkeys(["printer", "offline", "again"], 1.0)
    assert _holding_two(cheap) == {first.pk, second.pk}
    assert _holding_two(dict.fromkeys(cheap, MOST_READ + 1.0)) == {first.pk}


def test_the_panel_of_an_incident_offers_the_problem_in_one_click() -> None:
    person, before = manager(), cast.incident(title="Gateway hangs")
    problem = explaining(before, by=person)
    incident = cast.incident(title="The gateway hangs again")
    client = at_the_desk(person)
    assert (
        f"/records/{incident.number}/similar/" in client.get(f"/records/{incident.number}/").content.decode()
    )
    shown = client.get(
        f"/records/{incident.number}/similar/", headers={"HX-Request": "true"}
    ).content.decode()
    assert problem.number in shown
    assert "It is this one" in shown


def test_on_a_problems_page_what_it_explains_is_no_news() -> None:
    person, known, further = (
        manager(),
        cast.incident(title="Gateway hangs"),
        cast.incident(title="Gateway hangs"),
    )
    problem = explaining(known, by=person, title="Gateway hangs")
    shown = at_the_desk(person).get(f"/records/{problem.number}/similar/").content.decode()
    assert further.number in shown
    assert known.number not in shown


def test_on_an_incidents_page_the_problem_that_explains_it_is_no_news() -> None:
    person, incident = manager(), cast.incident(title="Gateway hangs")
    problem = explaining(incident, by=person, title="Gateway hangs")
    explaining(cast.incident(title="Gateway hangs"), by=person, title="Gateway hangs at noon")
    shown = at_the_desk(person).get(f"/records/{incident.number}/similar/").content.decode()
    assert problem.number not in shown
    assert "Gateway hangs at noon" in shown


def test_the_page_of_a_problem_costs_as_much_for_thirty_incidents_as_for_three(
    django_assert_max_num_queries: Any,
) -> None:
    person, agent = manager(), cast.agent()
    problem = explaining(*[cast.incident(by=agent, customer=cast.customer()) for _ in range(30)], by=person)
    client = at_the_desk(person)
    client.get(problem.get_absolute_url())
    with django_assert_max_num_queries(PAGE_BUDGET):
        client.get(problem.get_absolute_url())


def test_other_kinds_have_no_similar_faults() -> None:
    from tests.knowledge.cast import draft

    assert at_the_desk(manager()).get(f"/records/{draft().number}/similar/").status_code == 404


def test_rest_answers_for_words_and_for_a_number() -> None:
    person, before = manager(), cast.incident(title="Gateway hangs")
    asking = cast.incident(title="The gateway hangs")
    client = Client(headers={"Authorization": f"Bearer {issue(person, 'test', by=person)[1]}"})
    by_words = client.get("/api/v1/similar-faults/", {"text": "gateway hangs"}).json()
    by_number = client.get("/api/v1/similar-faults/", {"number": asking.number}).json()
    assert {one["record"]["number"] for one in by_words} == {before.number, asking.number}
    assert [one["record"]["number"] for one in by_number] == [before.number]
    assert set(by_number[0]["same_words"]) == {"gateway", "hangs"}
    assert client.get("/api/v1/similar-faults/", {"number": "INC9999999"}).status_code == 404
    assert client.get("/api/v1/similar-faults/", {"service": "x"}).status_code == 400


def test_a_word_that_stands_elsewhere_as_a_part_of_more_is_not_quoted_twice() -> None:
    text = "终端发送数据时重启。发送数据很慢，自己好了"
    assert readable(["端发", "发送", "送数", "自己"], text) == ["端发送数", "自己"]
