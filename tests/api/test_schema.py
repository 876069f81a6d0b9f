"""The schema is whole, and the live server keeps to it whatever it is sent."""

import os
from typing import Any

import pytest
import schemathesis
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import status_code_conformance

from people.models import Role
from people.tokens import issue
from records.kinds import kinds
from tests import cast

# Per operation and mode; a long hunt sets more.
EXAMPLES = int(os.environ.get("SCHEMA_EXAMPLES", "5"))


@pytest.fixture(scope="module")
def told() -> dict:
    return SchemaGenerator().get_schema(public=True)


def test_it_is_a_valid_openapi_3_1_document(told) -> None:
    assert told["openapi"].startswith("3.1")
    validate_schema(told)


def test_every_step_of_every_kind_has_its_operation(told) -> None:
    for kind in kinds():
        for step in kind.steps.values():
            path = f"/api/v1/{kind.plural}/{{number}}/steps/{step.name}/"
            assert (path in told["paths"]) != step.is_automatic


@pytest.mark.django_db
def test_its_documentation_is_served_from_here() -> None:
    client = Client()
    client.force_login(cast.agent(), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/api/v1/docs/")
    assert page.status_code == 200
    assert "https://" not in page.content.decode()


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["meant", "hostile"])
def test_no_request_finds_a_fault_or_an_untold_answer(live, mode) -> None:
    agent = cast.agent()
    # Somebody to whom every door opens: behind a 403 nothing is probed.
    agent.roles.add(*Role.objects.filter(slug="administrator"))
    incident = cast.incident(by=agent, customer=cast.customer())
    headers = {"Authorization": f"Bearer {issue(agent, 'schemathesis', by=agent)[1]}"}
    schema = schemathesis.openapi.from_url(f"{live}/api/v1/schema/?format=json", headers=headers)
    operations = [result.ok() for result in schema.get_all_operations()]
    for operation in operations:
        _probe(operation, mode, headers, incident.number)
    assert len(operations) > 40


def _probe(operation: Any, mode: GenerationMode, headers: dict[str, str], number: str) -> None:
    """Send one operation what the schema allows, or what it forbids; half of it about a record that exists."""

    @given(case=operation.as_strategy(mode), is_real=st.booleans())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    def probe(case: Any, is_real: bool) -> None:
        if is_real and "{number}" in case.path:
            case.path_parameters["number"] = number
        case.call_and_validate(headers=headers, checks=[not_a_server_error, status_code_conformance])

    probe()
