"""The life of an emergency, written out a second time."""

from emergency.kind import EMERGENCY

AHEAD = {"prepared", "proposed"}
CALMING = {"contained", "verifying"}
RUNNING = CALMING | {"active"}
LIFE = {
    "contain": ({"active"}, "contained"),
    "verify": ({"contained"}, "verifying"),
    "note_call_back": ({"verifying"}, None),
    "restart_quiet": (CALMING, None),
    "reach_quiet": (CALMING, None),
    "end": ({"verifying"}, "ended"),
    "overrule": (CALMING, "ended"),
    "revert": (CALMING | {"ended"}, "active"),
    "return_to_active": (CALMING, "active"),
    "propose": ({"prepared"}, "proposed"),
    "sign": ({"proposed"}, "active"),
    "go_up": ({"proposed"}, None),
    "start_unsigned": ({"proposed"}, "active"),
    "decline": (AHEAD, "declined"),
    "answer_roll_call": (RUNNING, None),
    "remind": (RUNNING, None),
    "replace": (RUNNING, None),
    "miss": (RUNNING, None),
    "man": (RUNNING, None),
    "decide": (RUNNING, None),
    "tell_callers": (RUNNING, None),
    "send_status": (RUNNING, None),
    "attach": (RUNNING, None),
    "tick": (RUNNING, None),
    "hand_over": (AHEAD | RUNNING, None),
}
BY_THE_CLOCK = {
    "restart_quiet", "reach_quiet", "return_to_active", "go_up", "start_unsigned", "remind", "replace", "miss",
}  # fmt: skip


def test_the_life_is_this_and_no_other() -> None:
    assert {name: (set(step.source), step.target) for name, step in EMERGENCY.steps.items()} == LIFE


def test_what_the_clock_brings_about_is_no_button() -> None:
    assert {step.name for step in EMERGENCY.steps.values() if step.is_automatic} == BY_THE_CLOCK


def test_no_two_steps_share_a_key() -> None:
    keys = [step.key for step in EMERGENCY.steps.values() if step.key]
    assert len(keys) == len(set(keys))
