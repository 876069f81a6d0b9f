"""Rows for tests about calendars and targets."""

from dataclasses import dataclass
from datetime import date, time
from itertools import count
from typing import Any

from cmdb.models import Service
from people.models import Customer
from sla.models import Calendar, CalendarException, Contract, Target, WorkingHours
from sla.services import set_week

_next = count(1)


@dataclass
class About:
    """What a promise is about, without a record."""

    customer_id: int | None = None
    service_id: int | None = None
    site_id: int | None = None
    team_id: int | None = None


def calendar(hours: str = "09:00-18:00", weekdays: str = "01234", **fields: Any) -> Calendar:
    made = Calendar.objects.create(name=fields.pop("name", f"Calendar {next(_next)}"), **fields)
    spans = [part.split("-") for part in hours.split()]
    set_week(made, [(int(day), clock(opens), clock(closes)) for day in weekdays for opens, closes in spans])
    return made


def clock(text: str) -> time:
    """ "24:00" is midnight."""
    hour, minute = text.split(":")
    return time(int(hour) % 24, int(minute))


def hours(of: Calendar, weekday: int, opens: str, closes: str) -> WorkingHours:
    """Not saved."""
    return WorkingHours(calendar=of, weekday=weekday, opens_at=clock(opens), closes_at=clock(closes))


def exception(of: Calendar, on: date, opens: str = "", closes: str = "", **fields: Any) -> CalendarException:
    """Not saved."""
    if opens:
        fields |= {"is_working": True, "opens_at": clock(opens), "closes_at": clock(closes)}
    return CalendarException(calendar=of, on=on, **fields)


def service(name: str = "") -> Service:
    code = name or f"service{next(_next)}"
    return Service.objects.create(code=code, name=code.capitalize())


def contract(of: Customer, *services: Service, starts_on: date = date(2026, 1, 1), **fields: Any) -> Contract:
    name = fields.pop("name", f"Contract {next(_next)}")
    made = Contract.objects.create(customer=of, name=name, starts_on=starts_on, **fields)
    made.services.set(services)
    return made


def target(minutes: int, metric: str = "resolution", **named: Any) -> Target:
    return Target.objects.create(metric=metric, minutes=minutes, **named)
