from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import BaseCache, caches
from django.test import override_settings


@pytest.fixture
def away() -> Iterator[BaseCache]:
    """The cache, with a Redis that nobody runs."""
    nobody_listens = {"BACKEND": "itsm.cache.ForgetfulRedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    with override_settings(CACHES={"default": nobody_listens}):
        yield caches["default"]


def test_a_cache_that_is_away_acts_like_an_empty_one(away: BaseCache) -> None:
    away.set("a", 1)
    away.set_many({"a": 1})
    assert away.get("a", "nothing") == "nothing"
    assert away.get_many(["a"]) == {}
    assert away.add("a", 1)
    assert not away.delete("a")
    assert not away.touch("a")
    assert "a" not in away
    with pytest.raises(ValueError, match="not found"):
        away.incr("a")


def test_it_is_not_asked_again_at_once(away: BaseCache, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(5):
        away.get("a")
    assert caplog.text.count("out of reach") == 1


def test_a_cache_that_is_there_remembers() -> None:
    cache = caches["default"]
    cache.set("a", 1)
    assert (cache.get("a"), cache.incr("a"), cache.add("a", 5), cache.get("a")) == (1, 2, False, 2)
