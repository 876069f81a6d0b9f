"""A campaign written on one page: nothing is lost on a wrong input, and who would be called is counted meanwhile."""

from typing import Any

import pytest

from outreach.models import Campaign
from outreach.questions import MOST_QUESTIONS, write_questions
from people.models import Contact, User
from records.actions import advance, revise
from tests import cast
from tests.client import client_of
from tests.complaints.people import complaint
from tests.outreach import people as cp

pytestmark = pytest.mark.django_db
NEW = "/campaigns/new/"
PRESENT: dict[str, Any] = {
    "title": "Check the plates", "purpose": "verification", "audience": "everybody", "callees": "one",
    "script": cp.SCRIPT, "impact": "3", "urgency": "3",
    "days": list("1234567"), "opens_at": "09:00", "closes_at": "18:00", "tries": "3", "retry_minutes": "60",
}  # fmt: skip


def form(*questions: dict[str, str], first: int = 0, **fields: str) -> dict[str, Any]:
    told = PRESENT | {"form-TOTAL_FORMS": str(MOST_QUESTIONS), "form-INITIAL_FORMS": str(first)} | fields
    for place in range(MOST_QUESTIONS):
        row = {"text": "", "options": "", "sort": "yes_no", "is_required": "on"}
        row |= questions[place] if place < len(questions) else {}
        told |= {f"form-{place}-{name}": value for name, value in row.items()}
    return told


def test_it_is_registered_with_its_questions_in_one_go() -> None:
    asked = ({"text": "Works?"}, {"text": "Colour?", "sort": "choice", "options": "red / blue / red"})
    answer = client_of(cp.supervisor()).post(NEW, form(*asked))
    made = Campaign.objects.get()
    assert answer["Location"] == f"/campaigns/{made.number}/"
    assert [(one.text, one.options) for one in made.questions.all()] == [
        ("Works?", []), ("Colour?", ["red", "blue"]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"closes_at": "08:00"}, "The hours end before they begin."),
        ({"purpose": "sample"}, "A sampled call-back needs the size of its sample."),
        ({"audience": "record"}, "Say which one"),
        ({"form-1-sort": "choice", "form-1-options": "red"}, "Give at least two words"),
        ({"form-1-text": "", "form-1-options": "red / blue"}, "Write the question too"),
    ],
)
def test_a_wrong_input_keeps_every_word_and_nothing_of_it_is_written(
    wrong: dict[str, str], said: str
) -> None:
    given = form({"text": "Works?"}, {"text": "Colour?"}) | wrong
    answer = client_of(cp.supervisor()).post(NEW, given)
    shown = answer.content.decode()
    assert answer.status_code == 400
    assert said in shown
    assert "Works?" in shown
    assert cp.SCRIPT in shown
    assert not Campaign.objects.exists()


def counted(by: User | None = None, **fields: str) -> str:
    return client_of(by or cp.supervisor()).post(f"{NEW}audience/", form(**fields)).content.decode()


def test_who_would_be_called_is_counted_while_it_is_chosen() -> None:
    called, spared = cp.customers(2)
    Contact.objects.filter(customer=spared).update(is_do_not_call=True)
    shown = counted()
    assert '<strong class="release-big num">1</strong>' in shown
    assert called.contacts.get().name in shown
    assert "Say which one" in counted(audience="record")
    assert "fewer people than the sample" in counted(purpose="sample", sample_size="9")
    assert not Campaign.objects.exists()


def test_what_one_does_not_see_is_no_reason_to_count() -> None:
    """It says the same of what there is not."""
    hidden, by = complaint(cp.supervisor()), cp.caller()
    nothing = counted(by, audience="record", for_record="999999999")
    assert counted(by, audience="record", for_record=str(hidden.pk)) == nothing
    assert "Say which one" in nothing


def test_a_draft_is_written_on_and_its_questions_with_it() -> None:
    campaign, client = cp.draft(), client_of(cp.supervisor())
    address = f"/campaigns/{campaign.number}/write/"
    assert cp.SCRIPT in client.get(address).content.decode()
    client.post(address, form({"text": "Works?"}, script="Good day.", page_version=str(campaign.version)))
    campaign.refresh_from_db()
    assert (campaign.script, campaign.questions.get().text) == ("Good day.", "Works?")
    before = campaign.journal.count()
    client.post(
        address, form({"text": "Works?"}, first=1, script="Good day.", page_version=str(campaign.version))
    )
    assert campaign.journal.count() == before


def test_words_to_choose_that_hold_a_slash_stay_whole() -> None:
    campaign, by = cp.draft(), cp.supervisor()
    words = ["有 / yes", "没有 / no"]
    write_questions(campaign, by=by, questions=[{"text": "Earthed?", "sort": "choice", "options": words}])
    address = f"/campaigns/{campaign.number}/write/"
    assert "有 / yes | 没有 / no" in client_of(by).get(address).content.decode()
    asked = {"text": "Earthed now?", "sort": "choice", "options": "有 / yes | 没有 / no"}
    told = form(asked, first=1, page_version=str(campaign.version))
    assert client_of(by).post(address, told).status_code == 303
    assert campaign.questions.get().options == words


def test_what_somebody_else_wrote_meanwhile_is_shown_and_not_lost() -> None:
    campaign, by = cp.draft(), cp.supervisor()
    seen = campaign.version
    revise(campaign, by=cp.caller(), script="Theirs.")
    answer = client_of(by).post(
        f"/campaigns/{campaign.number}/write/", form(script="Mine.", page_version=str(seen))
    )
    assert answer.status_code == 409
    assert "Theirs." in answer.content.decode()
    assert "Mine." in answer.content.decode()
    campaign.refresh_from_db()
    assert campaign.script == "Theirs."


def test_an_approved_one_is_not_written_on() -> None:
    cp.customers(1)
    campaign, client = cp.draft(), client_of(cp.supervisor())
    advance(campaign, "approve", by=cast.person("director"))
    assert client.post(f"/campaigns/{campaign.number}/write/", form()).status_code == 409
    assert client_of(cast.person("auditor")).get(f"/campaigns/{cp.draft().number}/write/").status_code == 403


@pytest.mark.parametrize("path", [NEW, f"{NEW}audience/"])
def test_who_may_write_none_is_refused(path: str) -> None:
    answer = client_of(cast.person("auditor")).post(path, form())
    assert answer.status_code == 403


def test_the_general_way_to_register_leads_here() -> None:
    answer = client_of(cp.supervisor()).get("/records/new/campaign/?audience=record&for_record=7")
    assert answer["Location"] == f"{NEW}?audience=record&for_record=7"


def test_the_pages_cost_few_queries(django_assert_max_num_queries: Any) -> None:
    cp.customers(4)
    client = client_of(cp.supervisor())
    client.get(NEW)
    with django_assert_max_num_queries(30):
        client.get(NEW)
    with django_assert_max_num_queries(30):
        client.post(f"{NEW}audience/", form())
