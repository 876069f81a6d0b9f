"""What a person is told that is of no record: written down by whoever did it in the same transaction, told after it.

    register_tidings(untold_news)

A source gives at most so many that are not told yet and marks them told, in the transaction of whoever asks: he commits
the notices with it, so each is told exactly once, with any number of workers and whichever of them dies.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from people.models import User


@dataclass(frozen=True, kw_only=True)
class Tiding:
    """`template` is the key of a text, `values` what stands in it by placeholder, `path` the page to open."""

    reader: User
    template: str
    path: str
    values: Mapping[str, str]


Source = Callable[[int], list[Tiding]]
_sources: list[Source] = []


def register_tidings(source: Source) -> Source:
    _sources.append(source)
    return source


def untold(most: int) -> Iterator[Tiding]:
    """From every source, at most so many of each, marked told in the transaction that is open."""
    for source in _sources:
        yield from source(most)
