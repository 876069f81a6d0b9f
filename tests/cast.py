"""One small cast: plain functions that build the people, customers and records that tests speak of."""

from itertools import count
from typing import Any

from cmdb.models import Service
from incidents.models import ClosureCode, Incident
from people.models import Contact, Customer, PhoneNumber, Role, Site, Team, User
from records.actions import register

_next = count(1)


def team(code: str = "desk", *, is_desk: bool = False, **fields: Any) -> Team:
    found, _ = Team.objects.get_or_create(
        code=code,
        defaults={"name": code.replace("-", " ").title(), "is_desk": is_desk or code == "desk", **fields},
    )
    return found


def person(role: str = "agent", *, teams: tuple[str, ...] = ("desk",), **fields: Any) -> User:
    """A user who plays `role`, in the given teams. Password: "correct horse battery"."""
    number = next(_next)
    user = User.objects.create_user(
        username=fields.pop("username", f"{role}{number}"),
        name=fields.pop("name", f"{role.replace('_', ' ').title()} {number}"),
        password=fields.pop("password", None),
        email=fields.pop("email", f"{role}{number}@desk.example"),
        **fields,
    )
    user.roles.set(Role.objects.filter(slug=role))
    user.teams.set([team(code) for code in teams])
    return user


def agent(**fields: Any) -> User:
    return person("agent", **fields)


def engineer(team_code: str = "network", **fields: Any) -> User:
    return person("second_line", teams=(team_code,), **fields)


def customer(code: str = "", **fields: Any) -> Customer:
    number = next(_next)
    return Customer.objects.create(
        code=code or f"C{number}", name=fields.pop("name", f"Customer {number}"), **fields
    )


def site(of: Customer, **fields: Any) -> Site:
    number = next(_next)
    return Site.objects.create(
        customer=of, code=f"S{number}", name=fields.pop("name", f"Site {number}"), **fields
    )


def contact(of: Customer | None = None, *, phone: str = "", **fields: Any) -> Contact:
    number = next(_next)
    found = Contact.objects.create(
        customer=of or customer(), name=fields.pop("name", f"Caller {number}"), **fields
    )
    if phone:
        PhoneNumber.objects.create(contact=found, written=phone)
    return found


def service(code: str = "remote-access", **fields: Any) -> Service:
    found, _ = Service.objects.get_or_create(
        code=code, defaults={"name": code.replace("-", " ").title(), **fields}
    )
    return found


def incident(by: User | None = None, **fields: Any) -> Incident:
    return register(Incident, by=by or agent(), **{"title": "No connection to the remote server", **fields})


def closure_code(code: str = "software") -> ClosureCode:
    return ClosureCode.objects.get_or_create(code=code, defaults={"name": code.title()})[0]


def solution(**fields: Any) -> dict[str, Any]:
    """The inputs of the step *resolve*."""
    return {"closure_code": closure_code(), "solution": "Restarted the service.", **fields}
