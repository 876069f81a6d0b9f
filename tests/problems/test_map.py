"""The life of a problem, written out a second time."""

from problems.kind import PROBLEM

OPEN = {"logged", "investigating", "known_error", "change_pending"}
ENDED = {"resolved", "closed"}

LIFE = {
    "assign": (OPEN, None),
    "investigate": ({"logged"}, "investigating"),
    "declare_known_error": ({"logged", "investigating"}, "known_error"),
    "publish_workaround": ({"known_error", "change_pending"}, None),
    "await_change": ({"investigating", "known_error"}, "change_pending"),
    "resume": ({"change_pending"}, "investigating"),
    "add_incidents": (OPEN | ENDED, None),
    "remove_incidents": (OPEN | ENDED, None),
    "resolve": (OPEN, "resolved"),
    "review": (ENDED, None),
    "close": ({"resolved"}, "closed"),
    "reopen": (ENDED, "investigating"),
    "cancel": (OPEN, "cancelled"),
    "hand_over": (OPEN, None),
}


def test_it_lives_as_the_domain_says() -> None:
    declared = {name: (set(step.source), step.target) for name, step in PROBLEM.steps.items()}
    assert declared == LIFE


def test_every_state_has_a_label_and_is_reached() -> None:
    reached = {PROBLEM.initial} | {target for _, target in LIFE.values() if target}
    assert reached == set(PROBLEM.states)
