"""Who is told of changes and of the parts they wait for."""

from notifications.defaults.batch import Batch
from notifications.defaults.rules import BOTH, Start
from notifications.models import Urgency

NAMES = {
    "change_to_judge": ("A change waits for your vote", "变更待您表决", "變更待您表決"),
    "change_decided": ("A change was judged", "变更已有评审结果", "變更已有審查結果"),
    "change_goes_on": ("The parts of a change are there", "变更所需备件到齐", "變更所需備件到齊"),
    "part_wanted": ("A part is to be bought", "有备件待采购", "有備件待採購"),
    "parts_late": ("A part is late", "备件延迟", "備件延遲"),
    "parts_promised_anew": ("A part is promised for another day", "备件交期有变", "備件交期有變"),
}
EN = {
    "change_to_judge": (
        "Your vote: {number} {title}",
        """
A change waits for the judgement of your board: {number} {title}

Risk: {risk}

Plan: {plan}

Back-out plan: {back_out_plan}

{url}

Vote without signing in, once within a week: {vote_link}
""",
    ),
    "change_decided": (
        "{number} is {state}: {title}",
        """
{number} {title} is now {state}.

{url}
""",
    ),
    "change_goes_on": (
        "Parts are there: {number} {title}",
        """
All parts for {number} {title} are there.
It goes on in its window; where that is over or frozen, it needs another one.

{url}
""",
    ),
    "part_wanted": (
        "To be bought: {number} {title}",
        """
A change waits for a part: {quantity} × {part}, for {for_change}.

{description}

{url}
""",
    ),
    "parts_late": (
        "Late: {number} {title}",
        """
{number} {title} was promised and did not come. The change it is for waits.

{url}
""",
    ),
    "parts_promised_anew": (
        "New promise: {number} {title}",
        """
The supplier named another day for {number} {title}.

{note}

{url}
""",
    ),
}
ZH_HANS = {
    "change_to_judge": (
        "请您表决：{number} {title}",
        """
有一项变更等待您所在的委员会评审：{number} {title}

风险：{risk}

计划：{plan}

回退计划：{back_out_plan}

{url}

无需登录即可投票（一周内有效，仅限一次）：{vote_link}
""",
    ),
    "change_decided": (
        "{number} {state}：{title}",
        """
{number} {title} 的状态现为“{state}”。

{url}
""",
    ),
    "change_goes_on": (
        "备件到齐：{number} {title}",
        """
{number} {title} 所需的备件已全部到齐。
变更将在其窗口内继续；若窗口已过或已冻结，则需另定窗口。

{url}
""",
    ),
    "part_wanted": (
        "待采购：{number} {title}",
        """
有一项变更需要备件：{part}，数量 {quantity}，用于 {for_change}。

{description}

{url}
""",
    ),
    "parts_late": (
        "延迟：{number} {title}",
        """
{number} {title} 已过承诺日期而未到货，相关变更仍在等待。

{url}
""",
    ),
    "parts_promised_anew": (
        "新的交期：{number} {title}",
        """
供应商为 {number} {title} 给出了新的日期。

{note}

{url}
""",
    ),
}
ZH_HANT = {
    "change_to_judge": (
        "請您表決：{number} {title}",
        """
有一項變更等待您所屬的委員會審查：{number} {title}

風險：{risk}

計畫：{plan}

回復計畫：{back_out_plan}

{url}

無需登入即可投票（一週內有效，僅限一次）：{vote_link}
""",
    ),
    "change_decided": (
        "{number} {state}：{title}",
        """
{number} {title} 的狀態現為「{state}」。

{url}
""",
    ),
    "change_goes_on": (
        "備件到齊：{number} {title}",
        """
{number} {title} 所需的備件已全部到齊。
變更將在其窗口內繼續；若窗口已過或已凍結，則需另定窗口。

{url}
""",
    ),
    "part_wanted": (
        "待採購：{number} {title}",
        """
有一項變更需要備件：{part}，數量 {quantity}，用於 {for_change}。

{description}

{url}
""",
    ),
    "parts_late": (
        "延遲：{number} {title}",
        """
{number} {title} 已過承諾日期而未到貨，相關變更仍在等待。

{url}
""",
    ),
    "parts_promised_anew": (
        "新的交期：{number} {title}",
        """
供應商為 {number} {title} 給出了新的日期。

{note}

{url}
""",
    ),
}


def _decided(step: str, names: tuple[str, str, str]) -> Start:
    return Start(
        f"change_{step}", names, step, ("owner", "assignee", "opened_by"), "change_decided", kind="change"
    )


RULES = [
    Start(
        "change_to_judge", ("Board is asked to vote", "请委员会表决", "請委員會表決"), "assess", ("change_board",),
        "change_to_judge", BOTH, kind="change", needs_acknowledgement=True,
    ),
    _decided("approve", ("Change approved", "变更已批准", "變更已核准")),
    _decided("reject", ("Change rejected", "变更被否决", "變更被否決")),
    Start(
        "change_go_on", ("Parts are there, change goes on", "备件到齐，变更继续", "備件到齊，變更繼續"), "go_on",
        ("owner", "assignee", "opened_by"), "change_goes_on", kind="change",
    ),
    Start(
        "part_wanted", ("A part is asked for", "提出备件需求", "提出備件需求"), "register", ("role:purchaser",),
        "part_wanted", BOTH, kind="parts_order",
    ),
    Start(
        "parts_late", ("Part is late", "备件延迟", "備件延遲"), "clock_breached", ("waiting_for_part",),
        "parts_late", BOTH, kind="parts_order", urgency=Urgency.URGENT,
    ),
    Start(
        "parts_promised_anew", ("Part is promised for another day", "备件交期有变", "備件交期有變"),
        "promise_anew", ("waiting_for_part",), "parts_promised_anew", BOTH, kind="parts_order",
    ),
]  # fmt: skip
CHANGES = Batch("changes", NAMES, {"en": EN, "zh-hans": ZH_HANS, "zh-hant": ZH_HANT}, RULES, position=300)
