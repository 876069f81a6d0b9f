"""The life of a release, written out a second time."""

from releases.kind import RELEASE

BEFORE = {"planned", "building", "testing", "ready"}
SPREADING = {"piloting", "rolling_out"}
OUT = SPREADING | {"halted", "rolled_back", "done"}

LIFE = {
    "build": ({"planned", "testing", "ready"}, "building"),
    "note_build": ({"building", "testing"}, None),
    "begin_tests": ({"building"}, "testing"),
    "note_test": ({"testing", "ready", "halted"} | SPREADING, None),
    "declare_ready": ({"testing"}, "ready"),
    "include": (BEFORE, None),
    "exclude": (BEFORE, None),
    "name_pilots": (BEFORE, None),
    "drop_pilots": (BEFORE, None),
    "entrust": (BEFORE | SPREADING | {"halted"}, None),
    "give_up": (BEFORE, "closed"),
    "start_pilot": ({"ready"}, "piloting"),
    "note_deployments": (OUT, None),
    "roll_out": ({"piloting"}, "rolling_out"),
    "halt": (SPREADING, "halted"),
    "stop_itself": (SPREADING, "halted"),
    "resume_pilot": ({"halted"}, "piloting"),
    "resume_roll_out": ({"halted"}, "rolling_out"),
    "roll_back": (SPREADING | {"halted"}, "rolled_back"),
    "finish": ({"rolling_out"}, "done"),
    "close": ({"done", "rolled_back"}, "closed"),
    "name_faults": (OUT, None),
    "clear_of": (OUT, None),
    "hand_over": (BEFORE | SPREADING | {"halted"}, None),
}


def test_a_release_lives_as_the_domain_says() -> None:
    assert {name: (set(step.source), step.target) for name, step in RELEASE.steps.items()} == LIFE


def test_every_state_is_reached() -> None:
    assert {RELEASE.initial} | {target for _, target in LIFE.values() if target} == set(RELEASE.states)
