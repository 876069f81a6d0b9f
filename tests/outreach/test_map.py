"""The life of a campaign, written out a second time."""

from outreach.kind import CAMPAIGN

OPEN = {"drafted", "approved", "running"}
LIFE = {
    "approve": ({"drafted"}, "approved"),
    "send_back": ({"approved"}, "drafted"),
    "give_go": ({"approved"}, None),
    "start": ({"approved"}, "running"),
    "move_window": ({"approved", "running"}, None),
    "finish": ({"running"}, "done"),
    "stop": (OPEN, "stopped"),
    "hand_over": (OPEN, None),
}


def test_a_campaign_lives_as_the_domain_says() -> None:
    assert {name: (set(step.source), step.target) for name, step in CAMPAIGN.steps.items()} == LIFE


def test_every_state_is_reached() -> None:
    assert {CAMPAIGN.initial} | {target for _, target in LIFE.values() if target} == set(CAMPAIGN.states)
