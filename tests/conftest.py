"""What every test stands on: the database with its reference data, and a browser before a live server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import TransactionTestCase
from django.utils import timezone, translation

from tests import database

pytest_plugins = ["tests.browser"]


def _put_back(test: TransactionTestCase) -> None:
    database.restore()


# See tests.database.restore for the reason.
TransactionTestCase._fixture_teardown = _put_back  # type: ignore[attr-defined]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what drives a browser, and runs it last: Playwright occupies the thread's event loop from then on."""
    browsing = [item for item in items if "_browser" in getattr(item, "fixturenames", ())]
    for item in browsing:
        item.add_marker("browser")
    items.sort(key=lambda item: item in browsing)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        database.lay_down_reference_data()
    yield
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        database.end_other_sessions()


@pytest.fixture(autouse=True)
def _an_empty_cache() -> Iterator[None]:
    yield
    # Not cache.clear(): that would empty the whole of Redis, a running desk's queue included.
    redis = cache._cache.get_client(None, write=True)  # type: ignore[attr-defined]
    ours = list(redis.scan_iter(match=f"{cache.key_prefix}:*", count=1000))
    if ours:
        redis.delete(*ours)


@pytest.fixture(autouse=True)
def _nobodys_language() -> Iterator[None]:
    """A request leaves its person's language and time zone on the thread; the next test begins without them."""
    yield
    translation.deactivate()
    timezone.deactivate()
