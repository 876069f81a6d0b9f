"""The campaigns of the demo's story: the pilot customers are called and read the plates; the next season is prepared.

The verification runs: half an hour ago the supervisor gave the go, some were reached, one did not answer and one wants
to be called back. The calls before the thunderstorm season are approved and wait for their day and for the go.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from cmdb.models import ItemClass
from demo.equipment_story import NEW_MODULE, OLD_MODULE
from demo.release_story import ReleaseStory
from demo.story import Plan
from outreach.answering import Given
from outreach.calling import next_person
from outreach.models import Attempt, CallTask, Campaign
from outreach.outcomes import Told, note_outcome
from outreach.questions import write_questions
from outreach.weekdays import EVERY
from people.models import User
from records.actions import advance, register

SORRY = (
    "{person}，您好，这里是服务台。昨晚的更新给贵公司添了麻烦，我们向您道歉。我们想和您一起核对一下设备，"
    "只要两分钟。请看一下数据模块背面的铭牌，读一下型号好吗？\n\n"
    "Good day {person}, this is the service desk. Last night's update caused you trouble, and we apologise. May we "
    "check the equipment with you? It takes two minutes. Please look at the plate on the back of the data module and "
    "read the model."
)
QUESTIONS: list[dict[str, Any]] = [
    {"text": "铭牌上写的是什么型号？ / Which model does the plate say?", "sort": "model"},
    {"text": "提示框还出现吗？ / Does the message box still come up?", "sort": "yes_no"},
    {"text": "有几台终端在用？ / How many terminals are in use?", "sort": "number", "is_required": False},
    {
        "text": "什么时候方便安装补丁？ / When would the patch suit you?",
        "sort": "choice",
        "options": ["今天晚上 / tonight", "明天上午 / tomorrow morning", "周末 / at the weekend"],
        "is_required": False,
    },
]
STORM = (
    "{person}，您好，这里是服务台。雷雨季节快到了。打雷的时候，请把终端的电源插头和网线都拔下来，"
    "雷停半小时后再插上；插座要有接地。需要的话，我们可以免费来检查一次接地。\n\n"
    "Good day {person}, this is the service desk. The season of thunderstorms is near. When you hear thunder, please "
    "pull the mains plug and the network cable of the terminal, and wait half an hour before you plug them in again. "
    "If you like, we come and check the earthing."
)
STORM_QUESTIONS: list[dict[str, Any]] = [
    {"text": "插座有接地吗？ / Is the socket earthed?", "sort": "choice",
     "options": ["有 / yes", "没有 / no", "不知道 / does not know"]},
    {"text": "要我们来检查吗？ / Shall we come and check?", "sort": "yes_no"},
]  # fmt: skip
TONIGHT, TOMORROW = "今天晚上 / tonight", "明天上午 / tomorrow morning"
# Outcome, model on the plate, message box, terminals, when; the rest of the pilot customers are still to be called.
CALLS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("reached", (NEW_MODULE, "no", "6", TONIGHT)),
    ("reached", (NEW_MODULE, "no", "3", TOMORROW)),
    ("no_answer", ()),
    ("reached", (NEW_MODULE, "no", "12", TONIGHT)),
    ("later", ()),
    ("broken", (NEW_MODULE, "yes", "4", TONIGHT)),
    ("reached", (OLD_MODULE, "no", "2", TOMORROW)),
)


@dataclass
class CampaignStory:
    """`releases` brings into being what the pilot customers are called about."""

    staff: dict[str, User]
    releases: ReleaseStory
    plan: Plan
    end: datetime
    running: Campaign | None = None

    def write(self) -> None:
        self.plan(self.end - timedelta(days=3), self._prepare_the_season)
        self.plan(self.end - timedelta(minutes=40), self._draft)
        self.plan(self.end - timedelta(minutes=32), self._start)
        for place, call in enumerate(CALLS):
            self.plan(self.end - timedelta(minutes=28 - 3 * place), lambda call=call: self._call(*call))  # type: ignore[misc]

    def _draft(self) -> None:
        by = self.staff["shift-leader"]
        self.running = register(
            Campaign,
            by=by,
            title="试点客户：道歉并核对硬件型号 / Pilot customers: apologise and verify the hardware",
            script=SORRY,
            purpose=Campaign.Purpose.VERIFICATION,
            audience=Campaign.Audience.RECORD,
            for_record=self.releases.releases["4.2"],
            item_class=ItemClass.objects.get(code="module"),
            # Whoever tries the demonstration at night finds somebody to call.
            days=EVERY,
            opens_at=time(0),
            closes_at=time(23, 59, 59),
            follows_calendar=False,
            impact=3,
            urgency=2,
        )
        write_questions(self.running, by=by, questions=QUESTIONS)

    def _start(self) -> None:
        assert self.running is not None
        self.running = advance(self.running, "approve", by=self.staff["supervisor"])
        self.running = advance(self.running, "start", by=self.staff["supervisor"])

    def _call(self, outcome: str, said: tuple[str, ...]) -> None:
        assert self.running is not None
        by = self.staff["agent-2"]
        task = next_person(self.running, by=by)
        if task is not None:
            note_outcome(task, by=by, told=_told(task, outcome, said))

    def _prepare_the_season(self) -> None:
        by = self.staff["shift-leader"]
        begins = _next_season(self.end.date())
        campaign = register(
            Campaign,
            by=by,
            title="雷雨季节前：保护设备 / Before the thunderstorms: protecting the equipment",
            script=STORM,
            purpose=Campaign.Purpose.ADVISORY,
            audience=Campaign.Audience.EVERYBODY,
            region="CN",
            starts_on=begins,
            ends_on=begins + timedelta(days=41),
            opens_at=time(9),
            closes_at=time(17),
            segment_by=Campaign.Segment.REGION,
        )
        write_questions(campaign, by=by, questions=STORM_QUESTIONS)
        advance(campaign, "approve", by=self.staff["supervisor"])


def _told(task: CallTask, outcome: str, said: tuple[str, ...]) -> Told:
    questions = task.campaign.questions.values_list("pk", flat=True)
    answers = {key: Given(text) for key, text in zip(questions, said, strict=False)}
    later = timezone.now() + timedelta(hours=3)
    return Told(
        outcome=outcome, answers=answers, later_at=later if outcome == Attempt.Outcome.LATER else None
    )


def _next_season(today: date) -> date:
    """The tenth of April: thunderstorms come to the south of China from the end of April."""
    this_year = date(today.year, 4, 10)
    return this_year if this_year > today else date(today.year + 1, 4, 10)
