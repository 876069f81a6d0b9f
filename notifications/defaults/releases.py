"""Who is told of releases: that one halted, went on, was rolled back or fixed."""

from notifications.defaults.batch import Batch
from notifications.defaults.rules import BOTH, Start
from notifications.models import Urgency

NAMES = {
    "release_halted_itself": (
        "A release halted by itself",
        "发布已自动暂停",
        "發行已自動暫停",
    ),
    "release_stopped": ("A release was stopped", "发布已停止", "發行已停止"),
    "release_pilot": ("A pilot began", "试点开始", "試點開始"),
}
EN = {
    "release_halted_itself": (
        "Halted: {number} {title}",
        """
{number} {title} halted by itself: {halted_reports} of {halted_deployed} customers that have it reported a fault.

Nothing more of it is deployed. Decide whether it goes on, is rolled back or is fixed by a patch.

{url}
""",
    ),
    "release_stopped": (
        "{number} is {state}: {title}",
        """
{actor} stopped {number} {title}; it is now {state}.

{note}

{url}
""",
    ),
    "release_pilot": (
        "Pilot: {number} {title}",
        """
The pilot of {number} {title} began. Its customers may call about it.

{note}

{url}
""",
    ),
}
ZH_HANS = {
    "release_halted_itself": (
        "已暂停：{number} {title}",
        """
{number} {title} 已自动暂停：已部署的 {halted_deployed} 家客户中有 {halted_reports} 家报障。

该版本不再继续部署。请决定继续、回退，或以补丁修复。

{url}
""",
    ),
    "release_stopped": (
        "{number} {state}：{title}",
        """
{actor} 停止了 {number} {title}，当前状态为“{state}”。

{note}

{url}
""",
    ),
    "release_pilot": (
        "试点：{number} {title}",
        """
{number} {title} 的试点已经开始，试点客户可能会来电。

{note}

{url}
""",
    ),
}
ZH_HANT = {
    "release_halted_itself": (
        "已暫停：{number} {title}",
        """
{number} {title} 已自動暫停：已部署的 {halted_deployed} 家客戶中有 {halted_reports} 家報修。

該版本不再繼續部署。請決定繼續、回復，或以修補程式修復。

{url}
""",
    ),
    "release_stopped": (
        "{number} {state}：{title}",
        """
{actor} 停止了 {number} {title}，目前狀態為「{state}」。

{note}

{url}
""",
    ),
    "release_pilot": (
        "試點：{number} {title}",
        """
{number} {title} 的試點已經開始，試點客戶可能會來電。

{note}

{url}
""",
    ),
}
ANSWERABLE = ("role:release_manager", "role:supervisor")


def _stopped(step: str, names: tuple[str, str, str]) -> Start:
    return Start(
        f"release_{step}", names, step, (*ANSWERABLE, "owner"), "release_stopped", BOTH, kind="release",
        urgency=Urgency.URGENT,
    )  # fmt: skip


RULES = [
    Start(
        "release_stop_itself", ("Release halted by itself", "发布自动暂停", "發行自動暫停"), "stop_itself",
        (*ANSWERABLE, "owner", "assignee"), "release_halted_itself", BOTH, kind="release", urgency=Urgency.URGENT,
        needs_acknowledgement=True,
    ),
    _stopped("halt", ("Release halted", "发布暂停", "發行暫停")),
    _stopped("roll_back", ("Release rolled back", "发布回退", "發行回復")),
    Start(
        "release_pilot", ("Pilot began", "试点开始", "試點開始"), "start_pilot",
        ("role:supervisor", "role:shift_leader"), "release_pilot", kind="release",
    ),
]  # fmt: skip
RELEASES = Batch("releases", NAMES, {"en": EN, "zh-hans": ZH_HANS, "zh-hant": ZH_HANT}, RULES, position=500)
