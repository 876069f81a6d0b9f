"""The lives of a change and of a parts order, written out a second time."""

from changes.kind import CHANGE, PARTS_ORDER

PLANNED = {"approved", "scheduled"}
CANCELLABLE = {"draft", "submitted", "assessed", "approved", "rejected", "scheduled", "waiting_for_parts"}
OPEN = CANCELLABLE | {"in_progress"}

LIFE = {
    "submit": ({"draft", "rejected"}, "submitted"),
    "assess": ({"submitted"}, "assessed"),
    "vote": ({"assessed"}, None),
    "approve": ({"assessed"}, "approved"),
    "reject": ({"assessed"}, "rejected"),
    "pre_approve": ({"submitted"}, "approved"),
    "expedite": ({"draft", "submitted"}, "approved"),
    "propose": ({"draft", "submitted", "assessed", "rejected"}, None),
    "weigh": ({"assessed", "waiting_for_parts"} | PLANNED, None),
    "take_back": ({"assessed", "waiting_for_parts"} | PLANNED, "draft"),
    "schedule": (PLANNED | {"waiting_for_parts"}, "scheduled"),
    "await_parts": (PLANNED, "waiting_for_parts"),
    "go_on": ({"waiting_for_parts"}, "approved"),
    "begin": ({"scheduled"}, "in_progress"),
    "complete": ({"in_progress"}, "done"),
    "back_out": ({"in_progress"}, "backed_out"),
    "review": ({"done", "backed_out"}, "reviewed"),
    "close": ({"reviewed"}, "closed"),
    "cancel": (CANCELLABLE, "cancelled"),
    "add_item": (OPEN, None),
    "drop_item": (OPEN, None),
    "settle": (OPEN, None),
    "hand_over": (OPEN, None),
}
PARTS = {
    "order": ({"requested"}, "ordered"),
    "promise_anew": ({"ordered"}, None),
    "receive": ({"requested", "ordered"}, "received"),
    "issue": ({"received"}, "issued"),
    "cancel": ({"requested", "ordered"}, "cancelled"),
    "hand_over": ({"requested", "ordered", "received"}, None),
}


def test_a_change_lives_as_the_domain_says() -> None:
    assert {name: (set(step.source), step.target) for name, step in CHANGE.steps.items()} == LIFE


def test_a_parts_order_lives_as_the_domain_says() -> None:
    assert {name: (set(step.source), step.target) for name, step in PARTS_ORDER.steps.items()} == PARTS


def test_every_state_is_reached() -> None:
    for kind, life in ((CHANGE, LIFE), (PARTS_ORDER, PARTS)):
        assert {kind.initial} | {target for _, target in life.values() if target} == set(kind.states)
