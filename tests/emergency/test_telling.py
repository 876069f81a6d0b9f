"""Who is told of what, once, and in whose words."""

import pytest

from emergency.models import Emergency
from notifications.composing import tell_all
from notifications.models import Notice
from records.actions import advance
from tests import cast
from tests.emergency.plans import active, contain, manned_plan, player, prepared, proposed, signed_plan
from tests.visits.people import engineer, sent
from visits.models import Visit

pytestmark = pytest.mark.django_db


def told(emergency: Emergency, step: str, channel: str = "in_app") -> set[str]:
    """The roles of those who are told of a step."""
    rows = Notice.objects.filter(record=emergency.pk, entry__step=step, channel=channel, user__isnull=False)
    assert rows.count() == len(set(rows.values_list("user", flat=True)))
    return {notice.user.roles.get().slug for notice in rows}


def test_met_criteria_are_told_to_who_may_propose() -> None:
    cast.person("shift_leader")
    found = prepared(signed_plan())
    tell_all()
    assert "shift_leader" in told(found, "register")


def test_a_proposal_is_told_to_who_signs() -> None:
    found = proposed(signed_plan())
    tell_all()
    assert told(found, "propose") == {"supervisor"}


def test_what_is_in_force_is_told_to_everybody_on_the_roll_call_and_to_who_proposed_it() -> None:
    for slug in ("director", "incident_manager", "problem_manager"):
        player(slug)
    found = active(manned_plan())
    tell_all()
    assert told(found, "sign") == {
        "director", "incident_manager", "problem_manager", "field_engineer", "shift_leader",
    }  # fmt: skip
    assert told(found, "ask", "email") == {
        "director",
        "incident_manager",
        "problem_manager",
        "field_engineer",
    }


def test_each_caller_of_an_attached_incident_has_the_note_once() -> None:
    found = active(signed_plan())
    advance(found, "send_status", by=cast.person("incident_manager"), text="An engineer is on his way.")
    tell_all()
    tell_all()
    mails = Notice.objects.filter(record=found.pk, contact__isnull=False)
    assert (mails.count(), mails.values("contact").distinct().count()) == (3, 3)
    assert all("An engineer is on his way." in mail.body for mail in mails)


def test_a_decision_stays_in_the_house() -> None:
    found = active(signed_plan())
    advance(found, "decide", by=cast.person("incident_manager"), reason="Nobody restarts anything.")
    tell_all()
    assert not Notice.objects.filter(contact__isnull=False, body__contains="restarts").exists()


def test_the_customer_whose_visit_changes_hands_is_told() -> None:
    b = engineer("Ben")
    engineer("Carl")
    version = manned_plan(a=b, b=engineer("Dora"))
    visit: Visit = sent(b)
    active(version)
    tell_all()
    mails = Notice.objects.filter(record=visit.pk, entry__step="hand_on", contact__isnull=False)
    assert [mail.contact for mail in mails] == [visit.contact]


def test_the_mail_at_the_end_is_whole_however_long_its_time_line() -> None:
    found = contain(active(manned_plan()))
    for number in range(60):
        found = advance(
            found, "decide", by=cast.person("incident_manager"), reason=f"Decision {number} " + "x" * 90
        )
    advance(found, "overrule", by=player("director"), reason="Over.")
    tell_all()
    body = Notice.objects.filter(record=found.pk, channel="email", entry__step="overrule").first().body
    assert all(f"Decision {number} " in body for number in range(60))
