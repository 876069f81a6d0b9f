"""What callers tell, in English and Chinese: the faults of the seed company, each told in many ways."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from demo.faults import FAULTS, Fault
from incidents.models import ClosureCode, Symptom
from people.models import Team
from people.words import words
from records.models import Category
from records.priorities import priority_for
from sla.models import Metric, Target

WAYS_TO_TELL = 120  # of each fault, in each language

WHERE = [
    ("at till {}", "{}号收银台"), ("in building {}", "{}号楼"), ("on floor {}", "{}楼"),
    ("in room {}", "{}室"), ("in warehouse {}", "{}号仓库"), ("at counter {}", "{}号窗口"),
    ("at branch {}", "{}号分店"), ("on line {}", "{}号专线"), ("at workstation {}", "{}号工位"),
]  # fmt: skip
SINCE = [
    ("since this morning", "从今天早上开始"), ("after the update", "升级以后"),
    ("since the power cut", "停电以后"), ("again", "又出现了"),
    ("for the whole department", "整个部门都这样"), ("now and then", "时好时坏"),
    ("after moving desks", "换了座位以后"), ("since the thunderstorm", "雷雨之后"),
    ("only for one user", "只有一个用户"), ("during stock-taking", "盘点的时候"),
    ("before closing time", "快下班的时候"), ("at the month's end", "月底结账时"),
]  # fmt: skip
MODELS = ["PT-80", "PT-90", "GW-200", "GW-300", "SR-1", "LP-40", "LP-55"]
MORE = [
    ("The caller has restarted it twice; nothing changed.", "用户已经重启两次，没有变化。"),
    ("Customers are waiting in a queue; please call back on the mobile phone.", "顾客在排队，请回拨手机。"),
    ("The lamp on the front blinks red and the fan can be heard.", "面板指示灯闪红灯，能听到风扇声。"),
    ("It worked yesterday evening when the shop was closed.", "昨天晚上关店时还是好的。"),
    ("A colleague at the next desk has the same trouble.", "旁边的同事也有同样的问题。"),
    ("The message says that the connection was reset by the other side.", "提示连接被对方重置。"),
]  # fmt: skip


class Tale(NamedTuple):
    """One way to tell one fault, with what follows from it; the columns of the table `tale`."""

    title: str
    description: str
    words: list[str]
    solution: str
    solution_words: list[str]
    service: str
    category_id: int
    symptom_id: int
    team_id: int
    closure_code_id: int
    impact: int
    urgency: int
    priority: int
    response_id: int
    response_seconds: int
    resolution_id: int
    resolution_seconds: int


def tales(dice: random.Random) -> Iterator[Tale]:
    facts = _Facts()
    for fault in FAULTS:
        for _ in range(WAYS_TO_TELL * fault.weight):
            for place in (0, 1):
                yield facts.tale(fault, *_told(fault, place, dice), dice)


def _told(fault: Fault, language: int, dice: random.Random) -> tuple[str, str]:
    """Title and description; a device's number in the title makes one word in it rare."""
    where = dice.choice(WHERE)[language].format(dice.randint(1, 60))
    since = dice.choice(SINCE)[language]
    device = f"{dice.choice(MODELS)}-{dice.randint(1000, 9999)}"
    more = [dice.choice(MORE)[language], dice.choice(MORE)[language]]
    if language == 0:
        return f"{fault.english} {where}, {since} ({device})", " ".join([f"{fault.english}.", *more])
    return f"{where}{fault.chinese}，{since}（{device}）", "".join([f"{fault.chinese}。", *more])


class _Facts:
    """The rows that a tale points to, each table read once."""

    def __init__(self) -> None:
        self.categories = dict(Category.objects.values_list("code", "pk"))
        self.symptoms = dict(Symptom.objects.values_list("code", "pk"))
        self.teams = dict(Team.objects.values_list("code", "pk"))
        self.closure_codes = dict(ClosureCode.objects.values_list("code", "pk"))
        general = Target.objects.filter(contract=None, team=None, service=None)
        self.priority = cache(priority_for)
        self.targets = {(target.metric, target.priority): target for target in general}

    def tale(self, fault: Fault, title: str, description: str, dice: random.Random) -> Tale:
        urgency = min(max(fault.urgency + dice.choice((-1, 0, 0, 0, 1)), 1), 5)
        priority = self.priority(fault.impact, urgency)
        response = self.targets[Metric.RESPONSE, priority]
        resolution = self.targets[Metric.RESOLUTION, priority]
        return Tale(
            title=title,
            description=description,
            words=words(f"{title} {description}"),
            solution=fault.solution,
            solution_words=words(fault.solution),
            service=fault.service,
            category_id=self.categories[fault.category],
            symptom_id=self.symptoms[fault.symptom],
            team_id=self.teams[fault.team],
            closure_code_id=self.closure_codes[fault.closure_code],
            impact=fault.impact,
            urgency=urgency,
            priority=priority,
            response_id=response.pk,
            response_seconds=response.minutes * 60,
            resolution_id=resolution.pk,
            resolution_seconds=resolution.minutes * 60,
        )
