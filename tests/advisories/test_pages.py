"""Pages of advisories: read, written side by side, compared, mailed, printed."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from advisories.models import Advisory, Mailing
from notifications.composing import tell_all
from people.models import User
from records.actions import advance
from tests import cast
from tests.advisories.people import PLAIN, TECHNICAL, advisory, in_review, problem_manager, published
from tests.advisories.test_mailing import installed, modem, reader
from tests.client import client_of

pytestmark = pytest.mark.django_db


def shown(user: User, path: str) -> str:
    answer = client_of(user).get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def paper(user: User, path: str) -> str:
    answer = client_of(user).get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    return " ".join(text.split())


def second_version() -> Advisory:
    agent = cast.agent()
    made = advance(published(), "begin_version", by=agent)
    return advance(made, "write_plain", by=agent, plain=PLAIN.replace("antenna", "aerial"))


def test_the_page_tells_both_texts_and_who_read_them_over() -> None:
    made = published()
    page = shown(cast.agent(), f"/advisories/{made.number}/")
    assert PLAIN in page
    assert "gas discharge arrester" in page
    assert str(made.reviewer) in page


def test_a_draft_warns_that_nobody_has_read_it() -> None:
    assert "Nobody has read it over yet" in shown(cast.agent(), f"/advisories/{in_review().number}/")


def test_the_page_shows_what_is_published_while_the_next_is_written() -> None:
    page = shown(cast.agent(), f"/advisories/{second_version().number}/")
    assert PLAIN in page
    assert "aerial" not in page


def test_who_does_not_see_advisories_finds_none() -> None:
    made = published()
    client = client_of(cast.person("api_client", teams=()))
    for path in ("", "texts/", "versions/", "mail/", "paper.pdf"):
        assert client.get(f"/advisories/{made.number}/{path}").status_code == 404


def test_another_record_is_no_advisory() -> None:
    assert client_of(cast.agent()).get(f"/advisories/{cast.incident().number}/").status_code == 404


def test_each_writer_finds_a_form_for_his_own_text_alone() -> None:
    made = advisory()
    desk = shown(cast.agent(), f"/advisories/{made.number}/texts/")
    assert 'name="plain"' in desk
    assert 'name="technical"' not in desk
    manager = shown(problem_manager(), f"/advisories/{made.number}/texts/")
    assert 'name="technical"' in manager
    assert 'name="plain"' not in manager


def send(user: User, made: Advisory, **data: Any) -> Any:
    return client_of(user).post(f"/advisories/{made.number}/texts/", {"page_version": made.version, **data})


def test_what_is_written_is_kept_with_its_writer() -> None:
    made, agent = advisory(), cast.agent()
    assert send(agent, made, text="plain", plain="Unplug it.").status_code == 303
    made = Advisory.objects.get(pk=made.pk)
    assert (made.plain, made.plain_by) == ("Unplug it.", agent)


def test_the_others_text_is_refused_here_too() -> None:
    made = advisory()
    assert send(cast.agent(), made, text="technical", technical="Earth it.").status_code == 403
    assert Advisory.objects.get(pk=made.pk).technical == ""


def test_two_who_write_the_same_text_do_not_lose_either() -> None:
    made = advisory()
    assert send(cast.agent(), made, text="plain", plain="First.").status_code == 303
    answer = send(cast.agent(), made, text="plain", plain="Second.")
    assert answer.status_code == 409
    assert "Second." in answer.content.decode()
    assert Advisory.objects.get(pk=made.pk).plain == "First."


def test_both_texts_may_be_written_at_the_same_time() -> None:
    made = advisory()
    assert send(cast.agent(), made, text="plain", plain="Unplug it.").status_code == 303
    assert send(problem_manager(), made, text="technical", technical="Earth it.").status_code == 303


def test_a_published_text_is_not_written_over() -> None:
    made = published()
    assert send(cast.agent(), made, text="plain", plain="Other.").status_code == 409


def test_what_changed_is_marked_word_by_word() -> None:
    page = shown(cast.agent(), f"/advisories/{second_version().number}/versions/?old=1&new=draft")
    assert "<del>antenna</del><ins>aerial</ins>" in page


@pytest.mark.parametrize("asked", ["old=7", "new=x", "old=-1", "new=99999999999999"])
def test_a_version_that_never_was_is_not_found(asked: str) -> None:
    client, made = client_of(cast.agent()), published()
    assert client.get(f"/advisories/{made.number}/versions/?{asked}").status_code == 404


def test_the_paper_for_customers_holds_the_plain_text_alone() -> None:
    made, agent = published(), cast.agent()
    plain = paper(agent, f"/advisories/{made.number}/paper.pdf?text=plain")
    assert PLAIN in plain
    assert "arrester" not in plain
    both = paper(agent, f"/advisories/{made.number}/paper.pdf")
    assert PLAIN in both
    assert TECHNICAL in both
    assert f"read over by {made.reviewer}" in both


def test_the_paper_of_a_published_one_never_holds_the_draft() -> None:
    assert "aerial" not in paper(cast.agent(), f"/advisories/{second_version().number}/paper.pdf")


def test_the_audience_is_shown_before_anything_is_sent() -> None:
    installed(customer := cast.customer(name="Harbour Freight"))
    reader(customer)
    made = published()
    page = shown(cast.person("supervisor"), f"/advisories/{made.number}/mail/?product_model={modem().pk}")
    assert "Harbour Freight" in page
    assert "Mail it to 1 contact" in page
    assert not Mailing.objects.exists()


def test_sending_leads_to_the_fate_of_each_mail() -> None:
    installed(customer := cast.customer())
    reader(customer, email="", name="Wang Wei")
    made, supervisor = published(), cast.person("supervisor")
    answer = client_of(supervisor).post(f"/advisories/{made.number}/mail/", {"product_model": modem().pk})
    mailing = Mailing.objects.get()
    assert (answer.status_code, answer["Location"]) == (
        303,
        f"/advisories/{made.number}/mailings/{mailing.pk}/",
    )
    tell_all()
    page = shown(supervisor, answer["Location"])
    assert "Wang Wei" in page
    assert "No address is known." in page


def test_an_agent_is_told_who_may_mail_it() -> None:
    answer = client_of(cast.agent()).get(f"/advisories/{published().number}/mail/")
    assert answer.status_code == 403
    assert "Shift leader" in answer.content.decode()


def test_nothing_chosen_is_said_at_the_form() -> None:
    answer = client_of(cast.person("supervisor")).post(
        f"/advisories/{published().number}/mail/", {"region": ""}
    )
    assert answer.status_code == 400
    assert "Say whom it concerns" in answer.content.decode()


@pytest.mark.parametrize("path", ["", "texts/", "versions/", "mailings/{}/"])
def test_pages_cost_the_same_however_much_there_is(path: str, django_assert_max_num_queries: Any) -> None:
    installed(customer := cast.customer())
    for _number in range(12):
        reader(customer)
    made = published()
    supervisor = cast.person("supervisor")
    for _number in range(4):
        made = advance(made, "mail_out", by=supervisor, product_model=modem())
    tell_all()
    address = f"/advisories/{made.number}/" + path.format(Mailing.objects.first().pk)
    client = client_of(supervisor)
    client.get(address)
    with django_assert_max_num_queries(26):
        assert client.get(address).status_code == 200
