from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from itsm.management.commands.settle_files import fingerprint_of_static_files
from records.planner import join_as_written
from sla.days import release
from sla.models import Calendar, Edition
from sla.services import adopt_holidays


@pytest.mark.django_db
def test_it_adopts_the_holidays_of_the_installed_release() -> None:
    Calendar.objects.exclude(region="").update(holiday_release="0.1")
    before = Edition.current()
    call_command("settle")
    kept = Calendar.objects.exclude(region="").values_list("region", "holiday_release")
    assert set(kept) == {(region, release()) for region in ("CN", "TW", "HK")}
    assert Edition.current() > before, "open clocks are to be counted again"


@pytest.mark.django_db
def test_it_changes_nothing_where_all_is_settled() -> None:
    call_command("settle")
    before = Edition.current()
    call_command("settle")
    assert Edition.current() == before


@pytest.mark.django_db
def test_adopting_what_is_adopted_costs_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    adopt_holidays()
    with django_assert_num_queries(1):
        assert adopt_holidays() == []


@pytest.mark.django_db
def test_sessions_join_in_the_order_that_is_written() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW join_collapse_limit")
        assert cursor.fetchone() == ("1",)
        cursor.execute("SET LOCAL join_collapse_limit = 8")
    assert join_as_written()


@pytest.mark.django_db
def test_what_is_said_once_is_not_said_again() -> None:
    assert not join_as_written()


def test_files_kept_in_another_way_are_collected_anew(settings: Any) -> None:
    """As when tests ran in the checkout that a desk runs in: they keep files without hashes and manifest."""
    before = fingerprint_of_static_files()
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "servicedesk.static_files.HashedModules"}
    }
    assert fingerprint_of_static_files() != before
