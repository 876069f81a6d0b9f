"""Problems that tests speak of."""

from typing import Any

from incidents.models import Incident
from people.models import User
from problems.models import Problem
from records.actions import advance, register
from tests import cast


def manager() -> User:
    return cast.person("problem_manager")


def problem(by: User | None = None, **fields: Any) -> Problem:
    return register(Problem, by=by or manager(), **{"title": "The module exits on model B", **fields})


def explaining(*incidents: Incident, by: User | None = None, **fields: Any) -> Problem:
    by = by or manager()
    return advance(problem(by, **fields), "add_incidents", by=by, incidents=list(incidents))


def known_error(by: User | None = None, **fields: Any) -> Problem:
    by = by or manager()
    told = {"root_cause": "It was tested on model A.", "workaround": "Start it on the second line."}
    return advance(problem(by, **fields), "declare_known_error", by=by, **told)
