"""The lives in docs/lives are those of the code."""

from __future__ import annotations

import pytest

from itsm.lives import PLACE, drawing, place_of
from records.kinds import Kind, kinds


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.name)
def test_the_drawn_life_is_the_life_in_the_code(kind: Kind) -> None:
    assert place_of(kind).read_text() == drawing(kind), "run `make lives`"


def test_no_life_is_drawn_of_a_kind_that_is_gone() -> None:
    assert {path.name for path in PLACE.iterdir()} == {place_of(kind).name for kind in kinds()}


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.name)
def test_every_state_and_step_is_told(kind: Kind) -> None:
    page = drawing(kind)
    for name in (*kind.states, *kind.steps):
        assert f"`{name}`" in page, name
