"""The demo's equipment hangs together, and its wrong list is found out."""

import random
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from cmdb.impact import customers_of, downstream
from cmdb.models import ConfigurationItem, ItemChange, ItemImport
from demo import customers, staff
from demo.equipment_story import EquipmentStory
from discrepancies.models import Discrepancy
from discrepancies.patterns import pattern_of

pytestmark = pytest.mark.django_db


def lived() -> None:
    """The story alone, in the order of its time."""
    people, planned = staff.hire(), []
    signed = customers.sign_contracts(random.Random(1))
    story = EquipmentStory(people, signed, lambda at, act: planned.append((at, act)), timezone.now())
    story.write()
    for at, act in sorted(planned, key=_moment):
        with time_machine.travel(at, tick=False):
            act()


def _moment(one: tuple[datetime, Any]) -> datetime:
    return one[0]


def test_the_story_of_the_equipment() -> None:
    lived()
    feed = ConfigurationItem.objects.get(name="Power feed A")
    found = downstream([feed.pk])
    names = set(ConfigurationItem.objects.filter(pk__in=found.items).values_list("name", flat=True))
    assert {"Host 3", "Data communication", "Gateway C001-1"} <= names
    assert "Host 1" not in names
    assert customers_of(found.all_failed).count() == 40
    wrong: Any = Discrepancy.objects.filter(origin="discovery")
    assert set(wrong.values_list("state", flat=True)) == {"reported", "confirmed", "corrected"}
    pattern = pattern_of(wrong.filter(state="reported").first())
    assert pattern is not None
    assert (pattern.wrong, pattern.count) == (38, 40)
    assert pattern.load == ItemImport.objects.get(name="data-modules.xlsx")
    assert Discrepancy.objects.filter(state="dismissed").count() == 1
    first = ItemChange.objects.filter(event="created", item__name="Gateway C001-1").get()
    assert first.at < timezone.now() - timedelta(days=365)
