"""On which hardware models what a change brings was tested. Tests are made of what stands above, so that tells of them.

`docs/algorithms/change-risk.md` says what follows for the risk.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from cmdb.models import ProductModel
from people.models import User
from records.models import Record


@dataclass(frozen=True, kw_only=True)
class Tested:
    """The last run on one model. `of` is the record that it was made for, None to whoever does not see it."""

    model: ProductModel
    has_passed: bool
    at: datetime
    of: Record | None


@dataclass(frozen=True)
class Cover:
    """`models` are those that the change touches; `tested` also holds runs on others, the failed ones first."""

    models: list[ProductModel]
    tested: list[Tested]

    @property
    def failed(self) -> list[Tested]:
        return [one for one in self.tested if not one.has_passed]

    @property
    def untested(self) -> list[ProductModel]:
        known = {one.model.pk for one in self.tested}
        return [model for model in self.models if model.pk not in known]


Source = Callable[[Any], Iterable[Tested]]
_sources: list[Source] = []


def register_tests(source: Source) -> Source:
    """For what stands above changes and tests what they bring: `source` gives the last run on each model."""
    _sources.append(source)
    return source


def cover_of(change: Any) -> Cover:
    """Two queries, and those of the sources."""
    touched = {item.model_id for item in change.all_items if item.model_id}
    models = ProductModel.objects.filter(pk__in=touched).order_by("vendor", "name", "revision", "pk")
    latest: dict[int, Tested] = {}
    for run in sorted(_runs(change), key=lambda run: run.at):
        latest[run.model.pk] = run
    return Cover(list(models), sorted(latest.values(), key=lambda run: (run.has_passed, str(run.model))))


def seen_cover_of(change: Any, user: User) -> Cover:
    """The same, with the records named only where this person sees them."""
    cover = cover_of(change)
    keys = {one.of.pk for one in cover.tested if one.of}
    seen = (
        set(Record.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True)) if keys else ()
    )
    told = [one if one.of and one.of.pk in seen else replace(one, of=None) for one in cover.tested]
    return Cover(cover.models, told)


def _runs(change: Any) -> Iterator[Tested]:
    for source in _sources:
        yield from source(change)
