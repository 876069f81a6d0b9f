"""Who is told of visits. Who is sent is told by the rule that tells every assignee."""

from notifications.defaults.batch import Batch
from notifications.defaults.rules import BELL, BOTH, MAIL, Start
from notifications.models import Urgency

NAMES = {
    "visit_handed_on": ("A visit goes to another engineer", "上门任务已转交", "到場任務已轉交"),
    "visit_customer": ("The customer is told of a visit", "告知客户上门情况", "告知客戶到場情況"),
    "visit_late": ("An engineer is later than said", "工程师未按时到达", "工程師未準時到達"),
    "visits_failed": ("Visits fail again", "上门再次未能解决", "到場再次未能解決"),
    "visit_given_back": ("A visit is given back", "上门任务被退回", "到場任務被退回"),
}

EN = {
    "visit_handed_on": (
        "{number} is with {assignee} now",
        """
{actor} handed the visit {number} on to {assignee}: {title}

{note}

{url}
""",
    ),
    "visit_customer": (
        "Our visit, {number}: {state}",
        """
Dear {reader},

our visit to you, {number}, is now “{state}”.
Engineer: {assignee}
Expected at: {eta_at}

{product}
""",
    ),
    "visit_late": (
        "{number}: {assignee} has not arrived",
        """
{assignee} was expected at {due_at} and has not arrived: {number} {title}

Ask when he will be there, and tell the customer.

{url}
""",
    ),
    "visits_failed": (
        "{number}: visits have failed again",
        """
Visits did not solve it: {number} {title}

{note}

Open a problem, and speak to the customer before he complains.

{url}
""",
    ),
    "visit_given_back": (
        "{number} needs another engineer",
        """
{actor} gave the visit {number} back: {title}

{note}

{url}
""",
    ),
}
ZH_HANS = {
    "visit_handed_on": (
        "{number}现由{assignee}负责",
        """
{actor}已将上门任务{number}转交给{assignee}：{title}

{note}

{url}
""",
    ),
    "visit_customer": (
        "上门服务{number}：{state}",
        """
{reader}，您好：

我们的上门服务{number}现为“{state}”。
工程师：{assignee}
预计到达：{eta_at}

{product}
""",
    ),
    "visit_late": (
        "{number}：{assignee}尚未到达",
        """
{assignee}应于{due_at}到达，目前尚未到达：{number} {title}

请询问到达时间，并告知客户。

{url}
""",
    ),
    "visits_failed": (
        "{number}：上门再次未能解决",
        """
多次上门未能解决：{number} {title}

{note}

请建立问题单，并在客户投诉之前主动联系客户。

{url}
""",
    ),
    "visit_given_back": (
        "{number}需要另派工程师",
        """
{actor}退回了上门任务{number}：{title}

{note}

{url}
""",
    ),
}
ZH_HANT = {
    "visit_handed_on": (
        "{number}現由{assignee}負責",
        """
{actor}已將到場任務{number}轉交給{assignee}：{title}

{note}

{url}
""",
    ),
    "visit_customer": (
        "到場服務{number}：{state}",
        """
{reader}，您好：

我們的到場服務{number}現為「{state}」。
工程師：{assignee}
預計到達：{eta_at}

{product}
""",
    ),
    "visit_late": (
        "{number}：{assignee}尚未到達",
        """
{assignee}應於{due_at}到達，目前尚未到達：{number} {title}

請詢問到達時間，並告知客戶。

{url}
""",
    ),
    "visits_failed": (
        "{number}：到場再次未能解決",
        """
多次到場未能解決：{number} {title}

{note}

請建立問題單，並在客戶客訴之前主動聯絡客戶。

{url}
""",
    ),
    "visit_given_back": (
        "{number}需要另派工程師",
        """
{actor}退回了到場任務{number}：{title}

{note}

{url}
""",
    ),
}

TOLD_TO_CUSTOMER = (
    ("set_out", ("The engineer is on his way", "工程师已出发", "工程師已出發")),
    ("expect_anew", ("The engineer will be later", "工程师将晚到", "工程師將延後到達")),
    ("hand_on", ("Another engineer comes", "改由另一位工程师上门", "改由另一位工程師到場")),
    ("cancel", ("A visit is cancelled", "上门服务已取消", "到場服務已取消")),
)
RULES = [
    Start(
        "visit_handed_on", NAMES["visit_handed_on"], "hand_on", ("former_assignee", "owner"), "visit_handed_on",
        BOTH, kind="visit",
    ),
    *(
        Start(f"visit_{step}_customer", names, step, ("contact",), "visit_customer", MAIL, kind="visit")
        for step, names in TOLD_TO_CUSTOMER
    ),
    Start(
        "visit_late", NAMES["visit_late"], "clock_breached", ("owner", "assignee", "desk:shift_leader"), "visit_late",
        BELL, condition=[{"field": "metric", "operator": "=", "value": "visit_eta"}], kind="visit",
        urgency=Urgency.URGENT,
    ),
    Start(
        "visits_failed", NAMES["visits_failed"], "failed_visits",
        ("role:supervisor", "role:problem_manager", "owner"), "visits_failed", BOTH, urgency=Urgency.URGENT,
    ),
    Start("visit_given_back", NAMES["visit_given_back"], "decline", ("owner",), "visit_given_back", BELL, kind="visit"),
]  # fmt: skip

VISITS = Batch("visits", NAMES, {"en": EN, "zh-hans": ZH_HANS, "zh-hant": ZH_HANT}, RULES, position=600)
