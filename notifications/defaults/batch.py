"""Texts and rules that belong together. A later one is laid down beside what an older installation has already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from notifications.defaults.rules import Start

# Name of a template → its subject and body.
Texts = Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Batch:
    """`key` never changes. `names`: of each template in English, Simplified and Traditional; `texts` by language."""

    key: str
    names: Mapping[str, tuple[str, str, str]]
    texts: Mapping[str, Texts]
    rules: Sequence[Start]
    # Rules of a later batch may use texts of an earlier one.
    position: int = 0
