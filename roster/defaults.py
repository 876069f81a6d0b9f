"""The shifts a desk starts with. Data from then on."""

from datetime import time

from people.defaults import installs
from roster.models import DutyRules, ShiftPattern

PATTERNS = [
    ("early", ("Early", "早班", "早班"), time(7), time(15)),
    ("day", ("Day", "日班", "日班"), time(9), time(18)),
    ("late", ("Late", "晚班", "晚班"), time(15), time(23)),
    ("night", ("Night", "夜班", "夜班"), time(23), time(7)),
]


@installs("roster.patterns")
def install_patterns() -> None:
    for code, (name, hans, hant), starts_at, ends_at in PATTERNS:
        words = {"name": name, "name_zh_hans": hans, "name_zh_hant": hant}
        ShiftPattern.objects.get_or_create(
            code=code, defaults={**words, "starts_at": starts_at, "ends_at": ends_at}
        )


@installs("roster.rules")
def install_rules() -> None:
    if not DutyRules.objects.exists():
        DutyRules.objects.create()
