"""The calendars and targets that a new house begins with."""

from datetime import time

from people.defaults import installs
from sla.models import Calendar, Metric, Target
from sla.services import set_week

AROUND_THE_CLOCK = "Around the clock"
MAINLAND = "Mainland China office"
MORNING, AFTERNOON = (time(9), time(12)), (time(13), time(18))
OFFICE_WEEK = [(weekday, *hours) for weekday in range(5) for hours in (MORNING, AFTERNOON)]

OFFICES = [
    # English, Simplified, Traditional, time zone, holidays
    (MAINLAND, "中国大陆办公时间", "中國大陸辦公時間", "Asia/Shanghai", "CN"),
    ("Taiwan office", "台湾办公时间", "臺灣辦公時間", "Asia/Taipei", "TW"),
    ("Hong Kong office", "香港办公时间", "香港辦公時間", "Asia/Hong_Kong", "HK"),
]

HOUR = 60
TARGETS = [
    # priority, minutes to respond, minutes to resolve, around the clock
    (1, 15, 4 * HOUR, True),
    (2, 30, 8 * HOUR, True),
    (3, 2 * HOUR, 16 * HOUR, False),
    (4, 4 * HOUR, 40 * HOUR, False),
    (5, 8 * HOUR, 80 * HOUR, False),
]


@installs("sla.calendars")
def install_calendars() -> None:
    _calendar(AROUND_THE_CLOCK, "全天候", "全天候", time_zone="Asia/Shanghai", is_always_open=True)
    for name, hans, hant, zone, region in OFFICES:
        is_default = name == MAINLAND and not Calendar.objects.filter(is_default=True).exists()
        _calendar(name, hans, hant, time_zone=zone, region=region, is_default=is_default)


def _calendar(name: str, hans: str, hant: str, **fields: object) -> None:
    names = {"name_zh_hans": hans, "name_zh_hant": hant}
    calendar, is_new = Calendar.objects.get_or_create(name=name, defaults=names | fields)
    if is_new and not calendar.is_always_open:
        set_week(calendar, OFFICE_WEEK)


@installs("sla.targets")
def install_targets() -> None:
    around_the_clock = Calendar.objects.filter(name=AROUND_THE_CLOCK).first()
    for priority, response, resolution, is_round in TARGETS:
        for metric, minutes in ((Metric.RESPONSE, response), (Metric.RESOLUTION, resolution)):
            Target.objects.get_or_create(
                metric=metric,
                contract=None,
                team=None,
                service=None,
                priority=priority,
                defaults={"minutes": minutes, "calendar": around_the_clock if is_round else None},
            )
