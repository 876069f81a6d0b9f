"""Dispatchers, engineers, places and visits to speak of."""

from typing import Any

from incidents.models import Incident
from people.models import Site, Skill, User
from records.actions import advance, register
from tests import cast
from visits.models import Base, Visit

SHANGHAI, SUZHOU, NANJING = (31.23, 121.47), (31.30, 120.59), (32.06, 118.80)


def dispatcher() -> User:
    return cast.agent()


def engineer(name: str = "", at: tuple[float, float] | None = SHANGHAI, *skills: str, **fields: Any) -> User:
    user = cast.person("field_engineer", teams=("field",), **({"name": name} if name else {}), **fields)
    if at is not None:
        Base.objects.create(user=user, latitude=at[0], longitude=at[1])
    user.skills.set([skill(code) for code in skills])
    return user


def skill(code: str) -> Skill:
    return Skill.objects.get_or_create(code=code, defaults={"name": code.title()})[0]


def site(at: tuple[float, float] | None = SHANGHAI) -> Site:
    place = {"latitude": at[0], "longitude": at[1]} if at else {}
    return cast.site(cast.customer(), **place)


def incident(at: tuple[float, float] | None = SHANGHAI, **fields: Any) -> Incident:
    where = site(at)
    caller = cast.contact(where.customer, email="caller@customer.example", site=where)
    return cast.incident(customer=where.customer, site=where, contact=caller, **fields)


def visit(by: User | None = None, *, for_record: Any = None, **fields: Any) -> Visit:
    return register(Visit, by=by or dispatcher(), for_record=for_record or incident(), **fields)


def sent(to: User, by: User | None = None, **fields: Any) -> Visit:
    by = by or dispatcher()
    return advance(visit(by, **fields), "dispatch", by=by, engineer=to)


def on_site(by: User, **fields: Any) -> Visit:
    return advance(sent(by, **fields), "arrive", by=by)


def finished(by: User, outcome: str = "fixed", *, for_record: Any = None, **told: Any) -> Visit:
    made = on_site(by, for_record=for_record)
    return advance(made, "finish", by=by, outcome=outcome, findings="Changed the board.", **told)
