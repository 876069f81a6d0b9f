"""The record page and its doors: what opens, what is refused, and what is absent."""

import pytest
from django.test import Client
from django.urls import reverse

from incidents.models import Incident
from records.actions import advance, remark, revise
from records.kinds import kinds
from tests import cast
from tests.client import client_of

pytestmark = pytest.mark.django_db
FRAGMENT = {"HTTP_HX_REQUEST": "true"}
HOSTILE = "<script>alert(1)</script>\"'<img src=x onerror=alert(1)>"


def page(record: Incident) -> str:
    return reverse("desk:record", kwargs={"number": record.number})


def step(record: Incident, name: str) -> str:
    return reverse("desk:step", kwargs={"number": record.number, "step": name})


def test_it_shows_the_record_to_who_may_see_it() -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent, title="Terminal shows “no network”")
    answer = client_of(agent).get(page(incident))
    assert answer.status_code == 200
    assert "Terminal shows “no network”" in answer.content.decode()


def test_a_number_in_small_letters_leads_to_the_same_page() -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent)
    answer = client_of(agent).get(page(incident).lower())
    assert answer["Location"] == page(incident)


def test_a_stranger_is_asked_to_sign_in() -> None:
    assert Client().get(page(cast.incident())).status_code == 302


@pytest.mark.parametrize("name", ["record", "revise", "ask", "record-part", "step"])
def test_what_may_not_be_seen_is_absent(name: str) -> None:
    incident = cast.incident()
    more = {"record-part": {"part": "head"}, "step": {"step": "start"}}.get(name, {})
    stranger = client_of(cast.engineer())
    invisible = stranger.get(reverse(f"desk:{name}", kwargs={"number": incident.number, **more}))
    absent = stranger.get(reverse(f"desk:{name}", kwargs={"number": "INC9999999", **more}))
    assert (invisible.status_code, absent.status_code) == (404, 404)


def test_only_the_steps_open_to_me_in_this_state_are_buttons() -> None:
    agent, director = cast.agent(), cast.person("director")
    incident = cast.incident(by=agent)
    mine = client_of(agent).get(page(incident)).content.decode()
    assert 'id="step-assign"' in mine
    assert 'id="step-confirm"' not in mine
    assert 'id="step-resolve_with_parent"' not in mine
    assert 'id="step-assign"' not in client_of(director).get(page(incident)).content.decode()


def test_a_step_named_delete_is_refused_and_nothing_is_called() -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent)
    for name in ("delete", "save", "full_clean", "__init__"):
        answer = client_of(agent).post(f"{page(incident)}steps/{name}/")
        assert answer.status_code == 409, name
    assert Incident.objects.filter(pk=incident.pk).exists()


def test_taking_a_step_leads_back_to_the_record() -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent)
    answer = client_of(agent).post(step(incident, "start"))
    incident.refresh_from_db()
    assert (answer.status_code, answer["Location"], incident.state) == (303, page(incident), "in_progress")


def test_a_step_in_a_dialog_closes_it_and_has_the_page_follow() -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent)
    answer = client_of(agent).post(step(incident, "start"), **FRAGMENT)
    assert answer.status_code == 204
    assert "desk:close-dialog" in answer["HX-Trigger"]
    assert incident.number in answer["HX-Trigger"]


def test_a_step_that_lacks_an_input_is_400_and_keeps_the_text() -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent)
    answer = client_of(agent).post(
        step(incident, "resolve"), {"solution": "Replaced the switch."}, **FRAGMENT
    )
    assert answer.status_code == 400
    assert "Replaced the switch." in answer.content.decode()


def test_what_the_door_finds_wrong_stands_at_the_field() -> None:
    agent = cast.agent()
    team = cast.team("network")
    incident = advance(cast.incident(by=agent), "assign", by=agent, team=team)
    answer = client_of(agent).post(step(incident, "escalate"), {"team": team.pk, "reason": "Needs them."})
    assert answer.status_code == 400
    assert "with this team already" in answer.content.decode()


def test_a_step_that_is_not_open_is_409_and_keeps_the_text() -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent)
    client = client_of(agent)
    advance(incident, "resolve", by=agent, **cast.solution())
    answer = client.post(
        step(incident, "resolve"),
        {"closure_code": cast.closure_code().pk, "solution": "My own long solution."},
        **FRAGMENT,
    )
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "My own long solution." in shown
    assert "Reopen" in shown, "it says what is open instead"


def test_a_dialog_that_somebody_overtook_says_who_and_what() -> None:
    agent, other = cast.agent(name="Zhao"), cast.agent(name="Qian")
    incident = cast.incident(by=agent)
    advance(incident, "assign", by=other, team=cast.team("network"))
    data = {"team": cast.team("development").pk, "page_version": 1}
    answer = client_of(agent).post(step(incident, "assign"), data, **FRAGMENT)
    assert answer.status_code == 409
    assert "Qian" in answer.content.decode()
    again = client_of(agent).post(step(incident, "assign"), {**data, "page_version": 2}, **FRAGMENT)
    assert again.status_code == 204


def test_who_lacks_the_right_is_told_who_has_it() -> None:
    incident = cast.incident()
    answer = client_of(cast.person("director")).get(step(incident, "cancel"))
    assert answer.status_code == 403
    assert "Shift leader" in answer.content.decode()


def test_an_automatic_step_is_nobodys_button() -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent)
    assert client_of(agent).post(step(incident, "resolve_with_parent")).status_code == 403


def test_nothing_of_what_people_write_becomes_markup() -> None:
    agent = cast.agent(name=HOSTILE)
    incident = cast.incident(by=agent, title=HOSTILE, description=HOSTILE)
    remark(incident, by=agent, text=HOSTILE)
    revise(incident, by=agent, title=f"{HOSTILE} again")
    shown = client_of(agent).get(page(incident)).content.decode()
    assert "<script>alert" not in shown
    assert "<img src=x" not in shown
    assert "&lt;script&gt;alert(1)" in shown


def test_a_remark_stands_in_the_journal() -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent)
    client_of(agent).post(
        reverse("desk:remark", args=[incident.number]), {"text": "Rang her.", "is_public": "on"}
    )
    entry = incident.journal.last()
    assert (entry.note, entry.is_public) == ("Rang her.", True)


def test_an_empty_remark_is_400() -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent)
    answer = client_of(agent).post(reverse("desk:remark", args=[incident.number]), {"text": "  "}, **FRAGMENT)
    assert answer.status_code == 400


def test_a_customers_account_reads_the_public_entries_only() -> None:
    agent, customer = cast.agent(), cast.customer()
    incident = cast.incident(by=agent, customer=customer)
    remark(incident, by=agent, text="Between us: their admin broke it.")
    remark(incident, by=agent, text="We are at work.", is_public=True)
    account = cast.person("api_client", teams=())
    account.customers.add(customer)
    shown = client_of(account).get(page(incident)).content.decode()
    assert "We are at work." in shown
    assert "Between us" not in shown
    assert "Who answered for it" not in shown


def test_a_record_with_a_long_history_costs_as_many_queries_as_a_new_one(
    django_assert_max_num_queries: object,
) -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent)
    client = client_of(agent)
    client.get(page(incident))
    with django_assert_max_num_queries(34) as few:  # type: ignore[operator]
        client.get(page(incident))
        budget = len(few)
    for number in range(40):
        remark(incident, by=agent, text=f"Remark {number}")
    with django_assert_max_num_queries(budget):  # type: ignore[operator]
        shown = client.get(page(incident)).content.decode()
    assert "Remark 39" in shown
    assert "Remark 5<" not in shown


def test_older_entries_follow_without_a_gap_and_without_a_repetition() -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent)
    for number in range(70):
        remark(incident, by=agent, text=f"Remark-{number:02d}.")
    client, seen, url = client_of(agent), [], page(incident)
    while url:
        shown = client.get(url).content.decode()
        seen += [line[:9] for line in shown.split('<div class="entry-note">')[1:]]
        older = shown.partition('href="' + page(incident) + "?before=")[2].partition('"')[0]
        url = f"{page(incident)}?before={older}" if older else ""
    assert seen == [f"Remark-{number:02d}" for number in range(69, -1, -1)]


@pytest.mark.parametrize("key", ["x", "2026-01-01_1", "2026-01-01T00:00:00Z_" + "9" * 30, "_", "%00"])
def test_a_place_in_the_journal_that_is_none_is_400(key: str) -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent)
    assert client_of(agent).get(f"{page(incident)}?before={key}").status_code == 400


@pytest.mark.parametrize("kind", [kind.name for kind in kinds()])
def test_the_keys_of_steps_are_free_and_their_own(kind: str) -> None:
    declared = next(one for one in kinds() if one.name == kind)
    taken = set("/?cjkx[]gvmft")
    for state in declared.states:
        keys = [step.key for step in declared.steps.values() if step.key and state in step.source]
        assert not taken & set(keys)
        assert len(keys) == len(set(keys)), (state, keys)


OPENED = {"Sec-Fetch-Dest": "document"}


def test_a_browser_gets_the_page_first_and_fetches_what_stands_beside_it(
    django_assert_max_num_queries: object,
) -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent)
    client = client_of(agent)
    client.get(page(incident), headers=OPENED)
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        shown = client.get(page(incident), headers=OPENED).content.decode()
    beside = f"{page(incident)}parts/beside/"
    assert f'hx-get="{beside}" hx-trigger="load, live"' in shown
    assert "What stands beside the record is being fetched." in shown
    assert 'id="panel-' not in shown
    fetched = client.get(beside, headers={"HX-Request": "true"}).content.decode()
    assert 'id="panel-similar-faults"' in fetched
    assert 'hx-trigger="load, live"' not in fetched  # or it would fetch itself for ever


def test_whoever_does_not_say_that_he_fetches_more_gets_it_whole() -> None:
    agent = cast.agent()
    shown = client_of(agent).get(page(cast.incident(by=agent))).content.decode()
    assert 'id="panel-similar-faults"' in shown
    assert "is being fetched" not in shown


def test_a_number_of_no_kind_is_absent() -> None:
    client = client_of(cast.agent())
    for number in ("XYZ0000001", "0000001", "INC", "INC1\x00"):
        assert client.get(f"/records/{number}/").status_code == 404, number
