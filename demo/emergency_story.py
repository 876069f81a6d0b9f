"""The emergency plan of the story: remote access is down. Written by the supervisor, signed by the director."""

from cmdb.models import Service
from demo.staff import PASSWORD
from emergency.models import Plan
from emergency.plans import DutyLine, PostLine, sign_version, write_plan, write_version
from people.models import DutyPost, Role, Site, User

POST = "server"
CALLER_LINE = (
    "We know that the remote server cannot be reached; an engineer is on his way to the machine room. You need do "
    "nothing. We call you back.\n我们已知远程服务器无法连接，工程师正赶往机房。您无需操作，恢复后我们会回电。"
)
CHECKS = (
    "Is the power of the machine room on?\nDoes the carrier report a fault?\n"
    "Which release or change went out last?"
)
TOLD = (
    ("director", "Coordinate over all."),
    ("incident_manager", "Get the engineer to the machine room, and note the decisions."),
    ("problem_manager", "Stand by with technical help, and look for similar faults."),
)


def _machine_room() -> Site | None:
    """The server stands at a customer's place in Shanghai."""
    placed = Site.objects.filter(latitude__isnull=False)
    return placed.filter(name__contains="Shanghai").order_by("pk").first() or placed.order_by("pk").first()


def write_the_plan(staff: dict[str, User]) -> None:
    """Criteria: thirty calls of ten customers within the hour, on a service of the highest criticality."""
    service = Service.objects.get(code="remote-access")
    if Plan.objects.filter(service=service).exists():
        return
    roles = {role.slug: role for role in Role.objects.all()}
    writer = staff["supervisor"]
    plan = write_plan(
        service,
        by=writer,
        name="Remote access is down",
        name_zh_hans="远程接入中断",
        name_zh_hant="遠端存取中斷",
    )
    version = write_version(
        plan,
        by=writer,
        posts=[PostLine(DutyPost.objects.get(code=POST), "Find the cause in the machine room.")],
        duties=[DutyLine(roles[slug], task) for slug, task in TOLD],
        window_minutes=60,
        least_calls=30,
        least_customers=10,
        least_criticality=1,
        proposer_role=roles["shift_leader"],
        signer_role=roles["supervisor"],
        next_signer_role=roles["director"],
        signature_minutes=10,
        site=_machine_room(),
        caller_line=CALLER_LINE,
        checklist=CHECKS,
        quiet_minutes=30,
        sample_size=10,
        recovery_percent=90,
    )
    sign_version(version, by=staff["director"], password=PASSWORD)
