"""The life of an incident, written out a second time."""

from incidents.kind import INCIDENT

OPEN = {"new", "assigned", "in_progress", "on_hold"}
WAITING = {"new", "assigned"}

LIFE = {
    "assign": ({"new", "assigned", "in_progress"}, "assigned"),
    "start": (WAITING, "in_progress"),
    "hold": ({"assigned", "in_progress"}, "on_hold"),
    "resume": ({"on_hold"}, "in_progress"),
    "escalate": (OPEN, "assigned"),
    "escalate_up": (OPEN, None),
    "resolve": (OPEN, "resolved"),
    "resolve_with_parent": (OPEN, "resolved"),
    "resolve_with_problem": (OPEN, "resolved"),
    "confirm": ({"resolved"}, "closed"),
    "reopen": ({"resolved", "closed"}, "assigned"),
    "attach": (OPEN, None),
    "detach": (OPEN, None),
    "cancel": (OPEN, "cancelled"),
    "hand_over": (OPEN, None),
    "name_cause": (OPEN | {"resolved", "closed"}, None),
    "withdraw_cause": (OPEN | {"resolved", "closed"}, None),
}


def test_it_lives_as_the_domain_says() -> None:
    declared = {name: (set(step.source), step.target) for name, step in INCIDENT.steps.items()}
    assert declared == LIFE


def test_every_state_has_a_label_and_is_reached() -> None:
    reached = {INCIDENT.initial} | {target for _, target in LIFE.values() if target}
    assert reached == set(INCIDENT.states)
