"""The life of a complaint, written out a second time."""

from complaints.kind import COMPLAINT

OPEN = {"received", "acknowledged", "investigating", "answered", "reopened"}
AT_WORK = OPEN - {"answered"}
LIFE = {
    "acknowledge": ({"received"}, "acknowledged"),
    "assign": (OPEN, None),
    "investigate": ({"received", "acknowledged", "reopened"}, "investigating"),
    "give_promise": (OPEN, None),
    "keep_promise": (OPEN, None),
    "write_to_customer": (OPEN, None),
    "answer_customer": (AT_WORK, "answered"),
    "close": ({"answered"}, "closed"),
    "rate": ({"closed"}, None),
    "reopen": ({"answered", "closed", "withdrawn"}, "reopened"),
    "withdraw": (OPEN, "withdrawn"),
    "merge": (OPEN, "merged"),
    "absorb": (OPEN, None),
    "escalate": (OPEN, None),
    "warn": (OPEN, None),
    "go_to_director": (OPEN, None),
    "return_to_director": ({"reopened"}, None),
    "take_over": (OPEN, None),
    "hand_over": (OPEN, None),
}
BY_THE_CLOCK = {"absorb", "warn", "go_to_director", "return_to_director"}


def test_the_life_is_this_and_no_other() -> None:
    assert {name: (set(step.source), step.target) for name, step in COMPLAINT.steps.items()} == LIFE


def test_what_the_clock_brings_about_is_no_button() -> None:
    assert {step.name for step in COMPLAINT.steps.values() if step.is_automatic} == BY_THE_CLOCK


def test_no_two_steps_share_a_key() -> None:
    keys = [step.key for step in COMPLAINT.steps.values() if step.key]
    assert len(keys) == len(set(keys))
