"""Half past two of the demo's story: guidance against lightning, said in words that customers understand.

Version 1 was mailed to customers in mainland China; the second one adds the antenna, after a strike last week.
A further advisory waits for somebody to read it over.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from advisories.models import Advisory
from people.models import User
from people.models.customers import Region
from records.actions import advance, register

Plan = Callable[[datetime, Callable[[], object]], None]

TITLE = "雷雨季节前的设备防雷 / Protect your equipment before the thunderstorm season"
EQUIPMENT = "终端 调制解调器 网关 天线 terminal modem gateway antenna surge arrester"
SEASON = "雷雨季节，五月至九月 / thunderstorm season, May to September"
TECHNICAL_FIRST = (
    "Surges reach the data module by the telephone line and by the mains, seldom by air. Fit a gas discharge arrester "
    "(class D1, 5 kA) in front of the line port and a type 3 protector at the socket; both to one earthing point, "
    "lead not longer than 0.5 m. Earth resistance below 4 ohms, measured dry.\n\n"
    "雷电浪涌主要经电话线和电源线进入数据模块。线路口前装 D1 级（5 kA）气体放电管，插座处装三级电涌保护器，"
    "两者接同一接地点，引线不超过 0.5 米。干燥时接地电阻小于 4 欧。"
)
TECHNICAL = TECHNICAL_FIRST + (
    "\n\nNew in this version: sites with an outdoor antenna need a coaxial arrester at the cable's entry into the "
    "building; two modules were lost last week behind antennas without one.\n\n"
    "本版新增：有室外天线的站点须在馈线入户处加装同轴避雷器；上周有两块模块因缺少该器件损坏。"
)
PLAIN_FIRST = (
    "Before thunder comes, please do three things. First: look whether the small grey box between the telephone line "
    "and our device is plugged in. Second: use only the socket with the protector. Third: when thunder is close, pull "
    "both plugs, power and telephone, and wait half an hour after the last thunder.\n\n"
    "打雷之前，请您做三件事。第一，看一看电话线和设备之间的灰色小盒是否插好。第二，只用带保护器的插座。"
    "第三，雷声近了，请把电源和电话线两个插头都拔下来，最后一声雷过后半小时再插上。"
)
PLAIN = PLAIN_FIRST + (
    "\n\nIf you have an antenna on the roof, please unscrew its cable from the device too. We come and fit a "
    "protector there at no cost: just call us.\n\n"
    "屋顶装有天线的，请把天线线也从设备上拧下来。我们免费上门加装保护器，打个电话就可以。"
)


@dataclass
class AdvisoryStory:
    """Written by problem management and the desk, read over by the supervisor."""

    staff: dict[str, User]
    plan: Plan
    end: datetime
    first: Advisory | None = None

    def write(self) -> None:
        self.plan(self._at(20, 14), self._begin)
        self.plan(self._at(20, 16), lambda: self._step("write_plain", "agent", plain=PLAIN_FIRST))
        self.plan(self._at(20, 17), lambda: self._step("submit", "problem-manager"))
        self.plan(self._at(19, 9), lambda: self._step("publish", "supervisor"))
        self.plan(self._at(19, 10), lambda: self._step("mail_out", "supervisor", region=Region.CN))
        self.plan(self._at(3, 10), lambda: self._step("begin_version", "problem-manager"))
        self.plan(
            self._at(3, 11), lambda: self._step("write_technical", "problem-manager", technical=TECHNICAL)
        )
        self.plan(self._at(2, 14), lambda: self._step("write_plain", "agent", plain=PLAIN))
        self.plan(self._at(2, 15), lambda: self._step("submit", "agent"))
        self.plan(self._at(1, 14), lambda: self._step("publish", "supervisor"))
        self.plan(self._at(1, 16), self._write_another)

    def _at(self, days_ago: int, hour: int) -> datetime:
        return self.end - timedelta(days=days_ago) + timedelta(hours=hour - 12)

    def _begin(self) -> None:
        manager = self.staff["problem-manager"]
        made = register(Advisory, by=manager, title=TITLE, equipment=EQUIPMENT, season=SEASON)
        self.first = advance(made, "write_technical", by=manager, technical=TECHNICAL_FIRST)

    def _step(self, step: str, who: str, **inputs: Any) -> None:
        assert self.first is not None
        self.first = advance(self.first, step, by=self.staff[who], **inputs)

    def _write_another(self) -> None:
        by = self.staff["second-line"]
        made = register(
            Advisory, by=by, title="高温天气的机柜通风 / Keep the cabinet cool in hot weather",
            equipment="机柜 风扇 cabinet fan", season="六月至八月 / June to August",
        )  # fmt: skip
        made = advance(
            made, "write_technical", by=by,
            technical="Inlet below 35 °C; clean the filter each month.\n进风口低于 35 °C，滤网每月清洗。",
        )  # fmt: skip
        made = advance(
            made, "write_plain", by=self.staff["agent-2"],
            plain="Please keep a hand's width free behind the cabinet.\n请在机柜后面留出一掌宽的空隙。",
        )  # fmt: skip
        advance(made, "submit", by=by)
