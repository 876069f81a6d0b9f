"""Who writes, reads over and mails advisories in the tests."""

from typing import Any

from advisories.models import Advisory
from people.models import User
from records.actions import advance, register
from tests import cast

TECHNICAL = "Surges reach the modem by the antenna cable. Earth the mast; fit a gas discharge arrester."
PLAIN = "When thunder is forecast, please unplug the antenna and the power of the modem."


def problem_manager() -> User:
    return cast.person("problem_manager", teams=("problems",))


def advisory(by: User | None = None, **fields: Any) -> Advisory:
    told = {"title": "Protect the modem against lightning", "equipment": "modem, antenna", **fields}
    return register(Advisory, by=by or problem_manager(), **told)


def in_review(**fields: Any) -> Advisory:
    """Written by a problem manager and an agent of the desk."""
    manager = problem_manager()
    made = advance(advisory(manager, **fields), "write_technical", by=manager, technical=TECHNICAL)
    made = advance(made, "write_plain", by=cast.agent(), plain=PLAIN)
    return advance(made, "submit", by=manager)


def published(**fields: Any) -> Advisory:
    return advance(in_review(**fields), "publish", by=cast.person("supervisor"))
