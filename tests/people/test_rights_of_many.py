"""Rights read for many accounts at once are the rights of each."""

import pytest
from pytest_django import DjangoAssertNumQueries

from people.models import Role
from people.rights import Rights
from tests import cast

pytestmark = pytest.mark.django_db


def test_they_are_the_same_as_one_by_one() -> None:
    users = [cast.person(role.slug) for role in Role.objects.all()]
    users.append(cast.person("supervisor", is_active=False))
    users[-2].roles.set(Role.objects.filter(slug__in=("agent", "api_client", "purchaser")))
    for user in users:
        user.customers.set([cast.customer()])
    assert Rights.of_all(users) == {user.pk: Rights.of(user) for user in users}


def test_many_cost_no_more_queries_than_few(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in (2, 20):
        users = [cast.agent() for _ in range(number)]
        with django_assert_num_queries(6):
            Rights.of_all(users)


def test_nobody_has_none() -> None:
    assert Rights.of_all([]) == {}
