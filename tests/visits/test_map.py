"""The life of a visit, written out a second time."""

from visits.kind import VISIT

GIVEN = {"dispatched", "handed_over"}
UNDER_WAY = GIVEN | {"travelling", "on_site"}
OPEN = UNDER_WAY | {"requested"}
LIFE = {
    "dispatch": ({"requested"}, "dispatched"),
    "accept": (GIVEN, None),
    "decline": (GIVEN, "requested"),
    "set_out": (GIVEN, "travelling"),
    "expect_anew": ({"travelling"}, None),
    "arrive": (GIVEN | {"travelling"}, "on_site"),
    "finish": ({"on_site"}, "done"),
    "hand_on": (UNDER_WAY, "handed_over"),
    "cancel": (OPEN, "cancelled"),
    "hand_over": (OPEN, None),
}


def test_a_visit_lives_as_the_domain_says() -> None:
    assert {name: (set(step.source), step.target) for name, step in VISIT.steps.items()} == LIFE


def test_every_state_is_reached() -> None:
    assert {VISIT.initial} | {target for _, target in LIFE.values() if target} == set(VISIT.states)
