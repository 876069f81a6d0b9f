"""Who is told of campaigns."""

from notifications.defaults.batch import Batch
from notifications.defaults.rules import BELL, BOTH, Start
from notifications.models import Urgency

NAMES = {
    "campaign_due": ("A campaign is due to start", "外呼活动到了开始时间", "外呼活動到了開始時間"),
    "campaign_approved": ("A campaign is approved", "外呼活动已批准", "外呼活動已核准"),
    "campaign_started": ("A campaign calls", "外呼活动已开始", "外呼活動已開始"),
    "campaign_ended": ("A campaign has ended", "外呼活动已结束", "外呼活動已結束"),
}
EN = {
    "campaign_due": (
        "{number} is due to start: your go is needed",
        """
The season of the campaign {number} has begun: {title}

It calls nobody until you start it.

{url}
""",
    ),
    "campaign_approved": (
        "{number} is approved",
        """
{actor} approved the campaign {number}: {title}

It starts with the supervisor's go.

{url}
""",
    ),
    "campaign_started": (
        "{number} calls now",
        """
{actor} started the campaign {number}: {title}

{url}
""",
    ),
    "campaign_ended": (
        "{number}: {state}",
        """
The campaign {number} is {state}: {title}

{note}

{url}
""",
    ),
}
ZH_HANS = {
    "campaign_due": (
        "{number}到了开始时间，等待您放行",
        """
外呼活动{number}的时段已到：{title}

在您启动之前不会拨打任何电话。

{url}
""",
    ),
    "campaign_approved": (
        "{number}已批准",
        """
{actor}已批准外呼活动{number}：{title}

主管放行后开始。

{url}
""",
    ),
    "campaign_started": (
        "{number}开始外呼",
        """
{actor}已启动外呼活动{number}：{title}

{url}
""",
    ),
    "campaign_ended": (
        "{number}：{state}",
        """
外呼活动{number}现为“{state}”：{title}

{note}

{url}
""",
    ),
}
ZH_HANT = {
    "campaign_due": (
        "{number}到了開始時間，等待您放行",
        """
外呼活動{number}的時段已到：{title}

在您啟動之前不會撥打任何電話。

{url}
""",
    ),
    "campaign_approved": (
        "{number}已核准",
        """
{actor}已核准外呼活動{number}：{title}

主管放行後開始。

{url}
""",
    ),
    "campaign_started": (
        "{number}開始外呼",
        """
{actor}已啟動外呼活動{number}：{title}

{url}
""",
    ),
    "campaign_ended": (
        "{number}：{state}",
        """
外呼活動{number}現為「{state}」：{title}

{note}

{url}
""",
    ),
}
ENDED = (("finish", ("A campaign is done", "外呼活动已完成", "外呼活動已完成")),
         ("stop", ("A campaign is stopped", "外呼活动已停止", "外呼活動已停止")))  # fmt: skip
RULES = [
    Start(
        "campaign_due", NAMES["campaign_due"], "clock_breached", ("role:supervisor", "owner"), "campaign_due", BOTH,
        condition=[{"field": "metric", "operator": "=", "value": "campaign_start"}], kind="campaign",
        urgency=Urgency.URGENT,
    ),
    Start(
        "campaign_approved", NAMES["campaign_approved"], "approve", ("owner", "role:supervisor"), "campaign_approved",
        BELL, kind="campaign",
    ),
    Start(
        "campaign_started", NAMES["campaign_started"], "start", ("owner", "desk:agent"), "campaign_started", BELL,
        kind="campaign",
    ),
    *(
        Start(f"campaign_{step}", names, step, ("owner", "role:supervisor"), "campaign_ended", BELL, kind="campaign")
        for step, names in ENDED
    ),
]  # fmt: skip

CAMPAIGNS = Batch("campaigns", NAMES, {"en": EN, "zh-hans": ZH_HANS, "zh-hant": ZH_HANT}, RULES, position=750)
