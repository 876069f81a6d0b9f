"""Settings that have more than a row to say: categories, escalation, services, the priority matrix, hints."""

import pytest
from django.test import Client

from cmdb.models import Service
from incidents.models import ClosureCode, EscalationRule, HintPolicy
from people.models import AccessLog
from records.models import Category, PriorityRule
from records.priorities import priority_for
from servicedesk.settings_pages.forms.catalogue import ServiceRow
from servicedesk.settings_pages.tables import table_named
from tests import cast
from tests.servicedesk.settings_pages import address, administrator, posted, text

pytestmark = pytest.mark.django_db
NAMES = {"name_zh_hans": "", "name_zh_hant": ""}


def test_a_category_cannot_stand_below_itself() -> None:
    client = administrator()
    root = Category.objects.create(code="root", name="Root")
    child = Category.objects.create(code="child", name="Child", parent=root)
    answer = posted(client, address("categories", root.pk), parent=child.pk)
    assert answer.status_code == 400
    assert "parent" in answer.context["form"].errors


def test_a_path_too_long_for_those_below_is_told_at_the_code() -> None:
    client = administrator()
    root = Category.objects.create(code="root", name="Root")
    child = Category.objects.create(code="c" * 70, name="Child", parent=root)
    Category.objects.create(code="g" * 75, name="Grandchild", parent=child)
    answer = posted(client, address("categories", root.pk), code="r" * 70)
    assert answer.status_code == 400
    assert "code" in answer.context["form"].errors


def test_the_tree_stands_in_its_order() -> None:
    branch = Category.objects.create(code="aaa", name="First branch")
    Category.objects.create(code="aab", name="Second branch")
    Category.objects.create(code="zzz", name="Twig of the first", parent=branch)
    page = text(administrator().get(address("categories")))
    order = [page.index(name) for name in ("First branch", "Twig of the first", "Second branch")]
    assert order == sorted(order)
    assert 'data-depth="2"' in page


def test_an_escalation_rule_of_the_same_case_is_told() -> None:
    EscalationRule.objects.all().delete()
    EscalationRule.objects.create(metric="response", priority=1, percent=50, level=1)
    client = administrator()
    answer = client.post(
        address("escalation-rules", "new"), {"metric": "response", "priority": 1, "percent": 50, "level": 2}
    )
    assert answer.status_code == 400
    assert "already" in text(answer)


def test_a_closure_code_is_offered_once_it_is_in_use() -> None:
    client = administrator()
    client.post(
        address("closure-codes", "new"), {"name": "Weather", "code": "weather", "is_active": "on", **NAMES}
    )
    assert ClosureCode.objects.get(code="weather").is_active


def test_the_customers_of_a_service_are_kept() -> None:
    client, service, customer = administrator(), cast.service("vpn"), cast.customer()
    assert (
        posted(client, address("services", service.pk), customers=[customer.pk], support_team="").status_code
        == 302
    )
    assert list(service.customers.all()) == [customer]
    line = AccessLog.objects.get(subject=f"cmdb.Service:{service.pk}")
    assert line.changes["customers"] == ["", str(customer)]


def test_what_is_no_longer_in_use_is_offered_only_to_who_has_it() -> None:
    old = cast.team("old", is_active=False)
    service = Service.objects.create(code="vpn", name="VPN", support_team=old)
    other = Service.objects.create(code="fax", name="Fax")
    client = administrator()
    offered = client.get(address("services", service.pk)).context["form"].fields["support_team"].queryset
    assert old in offered
    assert (
        old not in client.get(address("services", other.pk)).context["form"].fields["support_team"].queryset
    )
    assert issubclass(table_named("services").form, ServiceRow)


def matrix(client: Client, **changed: object):
    form = client.get(address("priority-matrix")).context["form"]
    data = {name: form[name].value() for name in form.fields}
    return data, client.post(address("priority-matrix"), {**data, **changed})


def test_a_cell_of_the_matrix_decides_the_next_priority() -> None:
    client = administrator()
    assert priority_for(1, 5) == 3
    _seen, answer = matrix(client, cell_1_5=2)
    assert answer.status_code == 302
    assert priority_for(1, 5) == 2
    rule = PriorityRule.objects.get(impact=1, urgency=5)
    assert AccessLog.objects.get(subject=f"records.PriorityRule:{rule.pk}").changes == {
        "priority": ["P3", "P2"]
    }


def test_a_cell_that_somebody_else_changed_is_told() -> None:
    client = administrator()
    seen, _answer = matrix(client, cell_1_5=2)
    late = client.post(address("priority-matrix"), {**seen, "cell_1_5": 1})
    assert late.status_code == 400
    assert "cell_1_5" in late.context["form"].errors
    assert priority_for(1, 5) == 2
    # Another cell by somebody who had not seen the change: neither is lost.
    assert client.post(address("priority-matrix"), {**seen, "cell_5_5": 4}).status_code == 302
    assert (priority_for(1, 5), priority_for(5, 5)) == (2, 4)


@pytest.mark.parametrize("value", ["0", "6", "", "x"])
def test_a_cell_holds_a_priority(value: str) -> None:
    _seen, answer = matrix(administrator(), cell_3_3=value)
    assert answer.status_code == 400
    assert priority_for(3, 3) == 3


def test_the_policy_of_hints_is_kept_with_its_line() -> None:
    client = administrator()
    assert posted(client, address("hints"), least_sure=80, is_suggesting="").status_code == 302
    assert (HintPolicy.current().least_sure, HintPolicy.current().is_suggesting) == (80, False)
    assert "<del>60</del>" in text(client.get(address("hints")))


@pytest.mark.parametrize(("name", "value"), [("least_sure", 100), ("storm_calls", 1), ("storm_minutes", 0)])
def test_a_policy_out_of_bounds_is_told_at_its_field(name: str, value: int) -> None:
    answer = posted(administrator(), address("hints"), **{name: value})
    assert answer.status_code == 400
    assert name in answer.context["form"].errors
