"""Customers with people and equipment, what affects them, and campaigns in every state of their life."""

from typing import Any

from incidents.models import Incident
from outreach.models import CallTask, Campaign
from outreach.questions import write_questions
from people.models import Customer, User
from records.actions import advance, register
from tests import cast
from tests.releases.people import deployed, item, manager, service

SCRIPT = "We are sorry for last night. May we ask what is written on the plate?"


def caller() -> User:
    return cast.agent()


def supervisor() -> User:
    return cast.person("supervisor")


def customers(how_many: int, **fields: Any) -> list[Customer]:
    """Each with a gateway GW-200 and one person who can be called."""
    made = []
    for number in range(how_many):
        one = cast.customer(**fields)
        service().customers.add(one)
        item(one)
        cast.contact(one, phone=f"139{one.pk:08d}"[:11], name=f"Person {number} of {one.code}")
        made.append(one)
    return made


def draft(by: User | None = None, **fields: Any) -> Campaign:
    """For every customer in use, at any hour: what time it is, is told by the tests that are about it."""
    given = {
        "title": "Check the model on the plate",
        "script": SCRIPT,
        "audience": "everybody",
        "follows_calendar": False,
        "days": "1234567",
        "opens_at": "00:00",
        "closes_at": "23:59:59",
    }
    return register(Campaign, by=by or caller(), **given | fields)


def approved(by: User | None = None, *, questions: Any = (), **fields: Any) -> Campaign:
    by = by or caller()
    made = draft(by, **fields)
    if questions:
        write_questions(made, by=by, questions=questions)
    return advance(made, "approve", by=supervisor())


def running(by: User | None = None, **fields: Any) -> Campaign:
    return advance(approved(by, **fields), "start", by=supervisor())


def of_release(group: list[Customer], **fields: Any) -> Campaign:
    release = deployed(manager(), group)
    return running(audience="record", for_record=release, **fields)


def tasks(campaign: Campaign) -> list[CallTask]:
    return list(campaign.tasks.select_related("customer", "contact", "item"))


def incident(of: Customer, **fields: Any) -> Incident:
    return cast.incident(customer=of, contact=of.contacts.first(), service=service(), **fields)
