"""The life of a discrepancy, written out a second time."""

from discrepancies.kind import DISCREPANCY

OPEN = {"reported", "confirmed"}

LIFE = {
    "confirm": ({"reported"}, "confirmed"),
    "correct": ({"confirmed"}, "corrected"),
    "dismiss": (OPEN, "dismissed"),
    "hand_over": (OPEN, None),
}


def test_it_lives_as_the_domain_says() -> None:
    declared = {name: (set(step.source), step.target) for name, step in DISCREPANCY.steps.items()}
    assert declared == LIFE


def test_every_state_has_a_label_and_is_reached() -> None:
    reached = {DISCREPANCY.initial} | {target for _, target in LIFE.values() if target}
    assert reached == set(DISCREPANCY.states)
