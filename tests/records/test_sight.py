"""Sight stands twice: as a condition for the database and as a decision about one row. They must never differ."""

from itertools import combinations, product

import pytest

from people.models import Scope, Sight, User
from people.rights import Rights
from records.models import Record
from records.sight import DECIDING, admits, out_of_sight, visible
from tests import cast

pytestmark = pytest.mark.django_db
NARROW = (Scope.DESK, Scope.TEAM, Scope.OWN, Scope.CUSTOMER)
SCOPES = [frozenset(chosen) for size in range(5) for chosen in combinations(NARROW, size)]


@pytest.fixture
def me() -> User:
    person = cast.agent(teams=("mine",))
    person.customers.add(cast.customer("MINE"))
    return person


def every_sort_of_record(me: User) -> None:
    """One row for each combination of whose it is, who works on it, which team and which customer."""
    other = cast.agent(teams=())
    people, teams = (me, other), (None, cast.team("mine"), cast.team("other"))
    customers = (None, me.customers.get(), cast.customer("OTHER"))
    kinds = [("incident", None), ("unknown", None), *(("complaint", about) for about in (None, *people))]
    sorts = product(people, (None, *people), people, teams, teams, customers, kinds)
    Record.objects.bulk_create(
        Record(
            kind=kind, number=f"{kind[:3]}{place}", title="x", state="new",
            owner=owner, assignee=assignee, opened_by=opened_by, team=team, desk=desk, customer=customer,
            about_person=about,
        )
        for place, (owner, assignee, opened_by, team, desk, customer, (kind, about)) in enumerate(sorts)
    )  # fmt: skip


def rights_with(me: User, scopes: frozenset[str]) -> Rights:
    return Rights(
        user_id=me.pk,
        scopes={"incident": scopes, "complaint": scopes},
        team_ids=frozenset(me.teams.values_list("pk", flat=True)),
        customer_ids=frozenset(me.customers.values_list("pk", flat=True)),
    )


def test_the_database_and_the_stream_decide_alike_for_every_sort_of_record(me) -> None:
    every_sort_of_record(me)
    rows = list(Record.objects.values("pk", *DECIDING))
    assert len(rows) == 1620
    for scopes in (*SCOPES, frozenset({Scope.ALL}), frozenset({Scope.ALL, Scope.OWN})):
        rights = rights_with(me, scopes)
        by_database = set(Record.objects.filter(visible(rights)).values_list("pk", flat=True))
        assert by_database == {row["pk"] for row in rows if admits(rights, row)}, scopes


@pytest.mark.parametrize(
    ("scope", "share"),
    # Of 324 sorts of incidents: those that are one's own in no way, team or customer, are left out.
    [(Scope.OWN, 270), (Scope.TEAM, 288), (Scope.DESK, 300), (Scope.CUSTOMER, 216), (Scope.ALL, 324)],
)
def test_each_scope_sees_what_its_name_says(me, scope, share) -> None:
    every_sort_of_record(me)
    seen = Record.objects.filter(visible(rights_with(me, frozenset({scope}))))
    assert seen.filter(kind="incident").count() == share
    # Of three sorts of complaints, the one about oneself is kept from everybody's own eyes.
    assert seen.filter(kind="complaint").count() == 2 * share


def test_nobody_sees_a_complaint_about_himself_whatever_makes_it_his(me) -> None:
    every_sort_of_record(me)
    for scopes in (*SCOPES, frozenset({Scope.ALL})):
        seen = Record.objects.filter(visible(rights_with(me, scopes)))
        assert not seen.filter(kind="complaint", about_person=me).exists(), scopes


def test_what_is_out_of_sight_is_the_rest_of_the_confidential_kinds(me) -> None:
    every_sort_of_record(me)
    for scopes in SCOPES:
        rights = rights_with(me, scopes)
        hidden = Record.objects.filter(out_of_sight(rights))
        seen = Record.objects.filter(visible(rights), kind="complaint")
        assert set(hidden) | set(seen) == set(Record.objects.filter(kind="complaint"))
        assert not set(hidden) & set(seen)


def test_more_scopes_never_see_less(me) -> None:
    every_sort_of_record(me)
    for fewer in SCOPES:
        for more in (scopes for scopes in SCOPES if fewer < scopes):
            seen = [
                set(Record.objects.filter(visible(rights_with(me, scopes))).values_list("pk", flat=True))
                for scopes in (fewer, more)
            ]
            assert seen[0] <= seen[1], (fewer, more)


def test_no_scope_and_the_scope_none_see_nothing(me) -> None:
    every_sort_of_record(me)
    assert not Record.objects.filter(visible(rights_with(me, frozenset()))).exists()
    Sight.objects.filter(role__slug="agent").update(scope=Scope.NONE)
    assert not Record.objects.visible_to(User.objects.get(pk=me.pk)).exists()


def test_a_kind_that_is_not_declared_is_seen_by_nobody(me) -> None:
    every_sort_of_record(me)
    everything = Rights(user_id=me.pk, scopes={"incident": frozenset({Scope.ALL})}, is_system=True)
    assert not Record.objects.filter(visible(everything), kind="unknown").exists()
