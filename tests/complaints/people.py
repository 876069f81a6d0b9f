"""The people of a complaint, and complaints in every state."""

from typing import Any

from complaints.models import Cause, Complaint
from people.models import User
from records.actions import advance, register
from tests import cast


def supervisor(**fields: Any) -> User:
    return cast.person("supervisor", **fields)


def director(**fields: Any) -> User:
    return cast.person("director", teams=(), **fields)


def cause(code: str = "too-late") -> Cause:
    return Cause.objects.get_or_create(code=code, defaults={"name": code.title()})[0]


def complaint(by: User | None = None, **fields: Any) -> Complaint:
    return register(
        Complaint, by=by or cast.agent(), **{"title": "Twice on site and nothing solved", **fields}
    )


def answered(by: User, **fields: Any) -> Complaint:
    return advance(
        complaint(by, **fields), "answer_customer", by=by, answer="The part was late.", cause=cause()
    )


def closed(by: User, **fields: Any) -> Complaint:
    return advance(answered(by, **fields), "close", by=by, verdict="accepted", cause=cause())
