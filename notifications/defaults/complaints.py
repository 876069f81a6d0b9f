"""Who is told of complaints. Nobody hears of one about himself: telling asks the same sight as the page."""

from typing import Any

from notifications.defaults.batch import Batch
from notifications.defaults.rules import BOTH, MAIL, Start
from notifications.models import Urgency

NAMES = {
    "complaint_received": ("A complaint was received", "收到投诉", "收到客訴"),
    "complaint_warned": ("The week of a complaint is nearly over", "投诉一周期限将至", "客訴一週期限將至"),
    "complaint_escalated": ("A complaint goes up", "投诉升级", "客訴升級"),
    "complaint_with_director": ("A complaint reached the director", "投诉已上报总监", "客訴已上呈總監"),
    "complaint_answered": ("Answer to a complaint", "投诉答复", "客訴回覆"),
    "complaint_reopened": ("A complaint was reopened", "投诉重新打开", "客訴重新開啟"),
}
EN = {
    "complaint_received": (
        "Complaint {number}: {title}",
        """
A customer complains: {number} {title}

{description}

{url}
""",
    ),
    "complaint_warned": (
        "Still not closed: complaint {number}",
        """
Complaint {number} {title} is not closed yet. At the end of its week it goes to the director by itself.

Promised: {promise}

{url}
""",
    ),
    "complaint_escalated": (
        "Escalated: complaint {number}",
        """
Complaint {number} {title} was escalated to you.

{note}

{url}
""",
    ),
    "complaint_with_director": (
        "For you: complaint {number}",
        """
Complaint {number} {title} is with you now.

Promised: {promise}

{url}
""",
    ),
    "complaint_answered": (
        "Our answer to your complaint {number}",
        """
Our answer to your complaint {number} “{title}”:

{answer}
""",
    ),
    "complaint_reopened": (
        "Reopened: complaint {number}",
        """
Complaint {number} {title} was reopened.

{note}

{url}
""",
    ),
}
ZH_HANS = {
    "complaint_received": (
        "投诉 {number}：{title}",
        """
收到客户投诉：{number} {title}

{description}

{url}
""",
    ),
    "complaint_warned": (
        "尚未关闭：投诉 {number}",
        """
投诉 {number} {title} 尚未关闭，一周期满后将自动上报总监。

已承诺：{promise}

{url}
""",
    ),
    "complaint_escalated": (
        "升级：投诉 {number}",
        """
投诉 {number} {title} 已升级到您处。

{note}

{url}
""",
    ),
    "complaint_with_director": (
        "请您处理：投诉 {number}",
        """
投诉 {number} {title} 现已上报到您处。

已承诺：{promise}

{url}
""",
    ),
    "complaint_answered": (
        "关于您的投诉 {number} 的答复",
        """
关于您的投诉 {number}“{title}”，我们的答复如下：

{answer}
""",
    ),
    "complaint_reopened": (
        "重新打开：投诉 {number}",
        """
投诉 {number} {title} 已重新打开。

{note}

{url}
""",
    ),
}
ZH_HANT = {
    "complaint_received": (
        "客訴 {number}：{title}",
        """
收到客戶投訴：{number} {title}

{description}

{url}
""",
    ),
    "complaint_warned": (
        "尚未結案：客訴 {number}",
        """
客訴 {number} {title} 尚未結案，一週期滿後將自動上呈總監。

已承諾：{promise}

{url}
""",
    ),
    "complaint_escalated": (
        "升級：客訴 {number}",
        """
客訴 {number} {title} 已升級到您這裡。

{note}

{url}
""",
    ),
    "complaint_with_director": (
        "請您處理：客訴 {number}",
        """
客訴 {number} {title} 現已上呈到您這裡。

已承諾：{promise}

{url}
""",
    ),
    "complaint_answered": (
        "關於您的客訴 {number} 的回覆",
        """
關於您的客訴 {number}「{title}」，我們的回覆如下：

{answer}
""",
    ),
    "complaint_reopened": (
        "重新開啟：客訴 {number}",
        """
客訴 {number} {title} 已重新開啟。

{note}

{url}
""",
    ),
}
AT_THE_TOP = {"field": "escalation_level", "operator": ">=", "value": 3}
BELOW_THE_TOP = {"field": "escalation_level", "operator": "<", "value": 3}


def _to_director(code: str, step: str, names: tuple[str, str, str], *condition: dict[str, Any]) -> Start:
    return Start(
        code, names, step, ("complaint_director", "owner"), "complaint_with_director", BOTH, list(condition),
        kind="complaint", urgency=Urgency.URGENT, needs_acknowledgement=True,
    )  # fmt: skip


RULES = [
    Start(
        "complaint_received", ("Complaint received", "收到投诉", "收到客訴"), "register",
        ("complaint_supervisor", "owner"), "complaint_received", BOTH, kind="complaint",
    ),
    Start(
        "complaint_warned", ("Complaint: the week is nearly over", "投诉：一周期限将至", "客訴：一週期限將至"),
        "warn", ("owner", "assignee", "complaint_supervisor"), "complaint_warned", BOTH, kind="complaint",
        urgency=Urgency.URGENT,
    ),
    Start(
        "complaint_escalated", ("Complaint: to the supervisor", "投诉：升级到主管", "客訴：升級到主管"),
        "escalate", ("complaint_supervisor",), "complaint_escalated", BOTH, [BELOW_THE_TOP], kind="complaint",
        urgency=Urgency.URGENT, needs_acknowledgement=True,
    ),
    _to_director(
        "complaint_to_director", "escalate",
        ("Complaint: to the director", "投诉：上报总监", "客訴：上呈總監"), AT_THE_TOP,
    ),
    _to_director(
        "complaint_week_over", "go_to_director",
        ("Complaint: the week is over", "投诉：一周期满", "客訴：一週期滿"),
    ),
    _to_director(
        "complaint_back_to_director", "return_to_director",
        ("Complaint: back to the director", "投诉：再次上报总监", "客訴：再次上呈總監"),
    ),
    Start(
        "complaint_reopened", ("Complaint reopened", "投诉重新打开", "客訴重新開啟"), "reopen",
        ("owner", "assignee", "complaint_supervisor"), "complaint_reopened", BOTH, kind="complaint",
    ),
    Start(
        "complaint_answered", ("Customer: answer to the complaint", "客户：投诉答复", "客戶：客訴回覆"),
        "answer_customer", ("contact",), "complaint_answered", MAIL, kind="complaint",
    ),
]  # fmt: skip
COMPLAINTS = Batch(
    "complaints", NAMES, {"en": EN, "zh-hans": ZH_HANS, "zh-hant": ZH_HANT}, RULES, position=400
)
