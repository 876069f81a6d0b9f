"""`python -m tests.faults.prepare_emergencies COUNT CALLS`: so many services, each with a signed emergency plan.

Prints, as JSON, tokens, keys and sign-in names of who acts, and of each service its callers. A plan's criterion is
so many calls.
"""

import json
import os
import sys
from typing import Any

import django

ROLES = ("agent", "shift_leader", "supervisor", "director", "incident_manager", "problem_manager")
SAMPLE = 2


def prepare(count: int, calls: int) -> dict[str, Any]:
    from people import tokens
    from tests import cast
    from tests.emergency.plans import player

    people = {slug: player(slug) for slug in ROLES}
    services = [_service(number, calls, people) for number in range(count)]
    people |= {f"engineer {number}": one.pop("engineer") for number, one in enumerate(services)}
    return {
        "tokens": {name: tokens.issue(one, "drill", by=one)[1] for name, one in people.items()},
        "keys": {name: one.pk for name, one in people.items()},
        "names": {name: one.username for name, one in people.items()},
        "services": services,
        "closure_code": cast.closure_code().pk,
    }


def _service(number: int, calls: int, people: dict[str, Any]) -> dict[str, Any]:
    from emergency.plans import PostLine, sign_version, write_plan, write_version
    from tests import cast
    from tests.emergency.plans import PASSWORD, post, role, usual_duties
    from tests.visits.people import SUZHOU, engineer, site

    service, anna = cast.service(f"service-{number}"), engineer(f"Anna {number}")
    plan = write_plan(service, by=people["supervisor"], name=f"Service {number} is down")
    servers = post(anna, engineer(f"Ben {number}"), code=f"servers-{number}")
    columns = {
        "least_calls": calls, "proposer_role": role("shift_leader"), "signer_role": role("supervisor"),
        "acknowledge_minutes": 60, "signature_minutes": 60, "quiet_minutes": 1, "sample_size": SAMPLE,
    }  # fmt: skip
    version = write_version(
        plan, by=people["supervisor"], posts=[PostLine(servers, "Find the cause.")], duties=usual_duties(),
        site=site(SUZHOU), **columns,
    )  # fmt: skip
    sign_version(version, by=people["director"], password=PASSWORD)
    callers = [
        cast.contact(email=f"caller{number}-{place}@customer.example", phone=f"+86138{number:04}{place:04}")
        for place in range(calls)
    ]
    told = [{"contact": one.pk, "customer": one.customer_id} for one in callers]
    return {"service": service.pk, "plan": plan.pk, "callers": told, "engineer": anna}


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "itsm.settings"
    django.setup()
    print(json.dumps(prepare(int(sys.argv[1]), int(sys.argv[2]))))
