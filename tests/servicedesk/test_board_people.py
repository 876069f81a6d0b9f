"""What the board tells of complaints, visits and duty, each to whom it concerns."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from people.models import User
from records.actions import advance
from servicedesk.board.attention import needs
from servicedesk.board.duty import duty_at
from servicedesk.board.moments import moment_of
from servicedesk.board.tiles import further_figures
from servicedesk.board.visits import visits_out
from tests import cast
from tests.complaints.people import complaint, director, supervisor
from tests.roster.people import leave, post, worker
from tests.visits.people import dispatcher, engineer, sent, visit

pytestmark = pytest.mark.django_db


def told(user: User) -> dict[str, str]:
    return {need.number: need.text for need in needs(User.objects.get(pk=user.pk))}


def figures(user: User) -> dict[str, int]:
    return {one["name"]: one["count"] for one in further_figures(user, moment_of(""))}


def test_a_complaint_near_its_week_stands_first_for_who_sees_it_and_never_for_whom_it_is_about() -> None:
    lead, boss, subject = supervisor(), director(), supervisor()
    with time_machine.travel(datetime.now(UTC) - timedelta(days=6), tick=False):
        one = complaint(cast.agent(), about_person=subject)
    assert told(lead)[one.number] == "complaint: its week is nearly over"
    assert next(iter(told(boss))) == one.number
    assert one.number not in told(subject)
    assert (figures(lead)["complaints"], figures(subject)["complaints"]) == (1, 0)
    assert "complaints" not in figures(cast.engineer())


def test_the_director_reads_that_it_is_with_him() -> None:
    boss = director()
    with time_machine.travel(datetime.now(UTC) - timedelta(days=6), tick=False):
        one = complaint(cast.agent())
    advance(one, "escalate", by=supervisor(), reason="Look at this")
    assert told(boss)[one.number] == "complaint is with you"
    assert told(one.owner)[one.number] == "complaint is with the director"


def test_who_sends_engineers_reads_who_is_late_and_where_nobody_was_sent() -> None:
    boss, luo = dispatcher(), engineer("Luo Bin")
    with time_machine.travel(timezone.now() - timedelta(hours=1), tick=False):
        waiting = visit(boss)
        late = advance(sent(luo), "set_out", by=luo, eta_at=timezone.now() + timedelta(minutes=20))
    assert told(boss)[late.number] == "Luo Bin has not arrived"
    assert told(boss)[waiting.number] == "nobody was sent"
    assert late.number not in told(cast.person("purchaser"))
    assert (figures(boss)["visits"], figures(boss)["visits-unsent"]) == (1, 1)
    inside = visits_out(boss, moment_of(""))
    assert inside is not None
    assert [one.number for one in inside["visits"]] == [late.number]


def test_duty_now_names_who_comes_and_a_post_without_anybody_needs_a_planner() -> None:
    first, second, lead = worker("Ann"), worker("Bob"), supervisor()
    post(first, second, code="server"), leave(first)
    post(None, None, code="network")
    inside = duty_at(lead, moment_of(""))
    assert inside is not None
    found = {one.post.code: one.person for one in inside["fillings"]}
    assert (found["server"], found["network"]) == (second, None)
    assert told(lead)["network"] == "nobody fills this post"
    assert "network" not in told(worker())


def test_the_page_shows_them() -> None:
    lead, luo = supervisor(), engineer("Luo Bin")
    post(worker("Ann"), code="server"), sent(luo)
    client = Client()
    client.force_login(lead, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/").content.decode()
    assert "On duty" in page
    assert "On the road" in page
