"""A sample is drawn at random, and anybody can draw it again."""

import hashlib

import pytest

from outreach.models import CallTask
from outreach.sampling import Rate, draw_sample, in_order, rate_of
from records.errors import Refused
from tests import cast
from tests.outreach import people as cp

pytestmark = pytest.mark.django_db


def test_the_order_is_that_of_the_digests() -> None:
    keys = [f"C{number:03d}" for number in range(200)]
    by_hand = sorted(keys, key=lambda key: hashlib.sha256(f"7f:{key}".encode()).hexdigest())
    assert in_order("7f", keys) == by_hand


def test_the_order_does_not_depend_on_how_the_set_was_read() -> None:
    keys = [f"C{number}" for number in range(50)]
    assert in_order("s", keys) == in_order("s", reversed([*keys, *keys]))


def test_another_seed_draws_others() -> None:
    keys = [f"C{number}" for number in range(100)]
    assert in_order("one", keys)[:10] != in_order("two", keys)[:10]


def test_everybody_is_drawn_about_as_often() -> None:
    keys = [f"C{number}" for number in range(20)]
    times = dict.fromkeys(keys, 0)
    for seed in range(2_000):
        for key in in_order(str(seed), keys)[:5]:
            times[key] += 1
    # 2,000 draws of 5 in 20: 500 each, standard deviation 19.4; five of them on either side.
    assert all(403 < count < 597 for count in times.values())


def test_a_sample_is_drawn_of_whom_an_incident_affects() -> None:
    group, by = cp.customers(12), cp.supervisor()
    parent = cp.incident(group[0])
    for one in group[1:]:
        from records.actions import advance

        advance(cp.incident(one), "attach", by=by, parent=parent)
    campaign = draw_sample(parent, by=by, size=5, threshold_percent=80)
    drawn = list(campaign.tasks.filter(fate="waiting").values_list("key", flat=True))
    assert campaign.state == "running"
    assert drawn == in_order(campaign.seed, [one.code for one in group])[:5]
    assert campaign.tasks.count() == 12


def test_a_sample_of_nobody_is_refused() -> None:
    alone = cast.incident(customer=cast.customer())
    with pytest.raises(Refused):
        draw_sample(alone, by=cp.supervisor(), size=5, threshold_percent=80)


def test_the_rate_is_of_those_spoken_to() -> None:
    campaign = cp.running(purpose="sample", sample_size=4, threshold_percent=75) if cp.customers(6) else None
    assert campaign is not None
    keys = [task.pk for task in cp.tasks(campaign) if task.fate == "waiting"]
    CallTask.objects.filter(pk__in=keys[:3]).update(fate="reached")
    assert not rate_of(campaign).is_complete
    CallTask.objects.filter(pk=keys[3]).update(fate="broken")
    rate = rate_of(campaign)
    assert (rate.percent, rate.is_complete, rate.is_met) == (75, True, True)


def test_a_share_just_below_the_threshold_is_not_rounded_up() -> None:
    rate = Rate(size=1000, recovered=896, broken=104, waiting=0, unreached=0, threshold=90)
    assert (rate.percent, rate.is_met) == (89, False)


def test_it_is_known_early_that_a_threshold_is_out_of_reach() -> None:
    assert Rate(size=10, recovered=0, broken=2, waiting=8, unreached=0, threshold=90).cannot_be_met
    assert not Rate(size=10, recovered=0, broken=1, waiting=9, unreached=0, threshold=90).cannot_be_met
