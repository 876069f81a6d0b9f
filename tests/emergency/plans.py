"""A plan, its people, and the storm that puts it into action."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from calls.models import Call
from cmdb.models import Service
from emergency import watch
from emergency.models import Emergency, Plan, PlanVersion
from emergency.plans import DutyLine, PostLine, sign_version, write_plan, write_version
from people.models import DutyPost, Role, User
from records.actions import advance
from tests import cast
from tests.visits.people import SUZHOU, engineer, site

PASSWORD = "correct horse battery"


def role(slug: str) -> Role:
    return Role.objects.get(slug=slug)


def player(slug: str, **fields: Any) -> User:
    """Somebody with a password, since some of them sign."""
    return cast.person(slug, password=PASSWORD, **fields)


def post(first: User | None = None, second: User | None = None, code: str = "servers") -> DutyPost:
    return DutyPost.objects.create(code=code, name=code.title(), first_holder=first, second_holder=second)


def signed_plan(
    *,
    posts: tuple[PostLine, ...] = (),
    duties: tuple[DutyLine, ...] = (),
    service: Service | None = None,
    **columns: Any,
) -> PlanVersion:
    """A plan in force: three calls in half an hour; the shift leader proposes, supervisor or then director signs."""
    writer, signer = player("supervisor"), player("director")
    plan = write_plan(service or cast.service(), by=writer, name="Remote access is down")
    told = {
        "least_calls": 3,
        "proposer_role": role("shift_leader"),
        "signer_role": role("supervisor"),
        "next_signer_role": role("director"),
        "sample_size": 2,
        **columns,
    }
    version = write_version(plan, by=writer, posts=posts, duties=duties, **told)
    return sign_version(version, by=signer, password=PASSWORD)


def usual_duties() -> tuple[DutyLine, ...]:
    return (
        DutyLine(role("director"), "Coordinate over all."),
        DutyLine(role("incident_manager"), "Get the engineer to the machine room."),
        DutyLine(role("problem_manager"), "Look for similar faults."),
    )


def manned_plan(a: User | None = None, b: User | None = None, **columns: Any) -> PlanVersion:
    """With a post A / B that drives to a machine room, and the three managers."""
    place = site(SUZHOU)
    servers = post(a or engineer("Anna"), b or engineer("Ben"))
    return signed_plan(
        posts=(PostLine(servers, "Find the cause in the machine room."),),
        duties=usual_duties(),
        site=place,
        **columns,
    )


def call(version: PlanVersion, *, minutes_ago: float = 0, attached: bool = True, **fields: Any) -> Call:
    """Somebody calls about the plan's service; an incident comes of it."""
    agent = cast.agent()
    contact = cast.contact(email="caller@customer.example", phone="+8613800001111")
    incident = None
    if attached:
        incident = cast.incident(
            agent, customer=contact.customer, contact=contact, service=version.plan.service
        )
    return Call.objects.create(
        agent=agent, contact=contact, customer=contact.customer, service=version.plan.service, record=incident,
        started_at=timezone.now() - timedelta(minutes=minutes_ago), **fields,
    )  # fmt: skip


def storm(version: PlanVersion, calls: int = 3) -> list[Call]:
    return [call(version) for _ in range(calls)]


def prepared(version: PlanVersion) -> Emergency:
    storm(version)
    watch.prepare()
    return fresh_of(version)


def proposed(version: PlanVersion, by: User | None = None) -> Emergency:
    return advance(prepared(version), "propose", by=by or cast.person("shift_leader"))


def active(version: PlanVersion, by: User | None = None) -> Emergency:
    return advance(proposed(version), "sign", by=by or player("supervisor"), password=PASSWORD)


def contained(version: PlanVersion) -> Emergency:
    return contain(active(version))


def contain(emergency: Emergency, by: User | None = None) -> Emergency:
    return advance(
        emergency, "contain", by=by or cast.person("incident_manager"), cause="The certificate had expired.",
        solution="It was renewed.", closure_code=cast.closure_code(),
    )  # fmt: skip


def fresh_of(version: PlanVersion) -> Emergency:
    return Emergency.objects.filter(plan=version.plan).latest("pk")


def fresh(emergency: Emergency) -> Emergency:
    return Emergency.objects.get(pk=emergency.pk)


def plan_of(version: PlanVersion) -> Plan:
    return version.plan
