"""The rules a desk starts with. Data from then on: what is changed or switched off stays so."""

from typing import Any, NamedTuple

from notifications.models import Urgency

BOTH = ("in_app", "email")
BELL = ("in_app",)
MAIL = ("email",)
Condition = list[dict[str, Any]]


class Start(NamedTuple):
    """One rule to start with. `names`: English, Simplified, Traditional."""

    code: str
    names: tuple[str, str, str]
    step: str
    recipients: tuple[str, ...]
    template: str
    channels: tuple[str, ...] = BOTH
    condition: Condition = []
    kind: str = ""
    urgency: int = Urgency.NORMAL
    needs_acknowledgement: bool = False
    tells_actor: bool = False


def _is(field: str, value: Any) -> dict[str, Any]:
    return {"field": field, "operator": "=", "value": value}


def _at_least(field: str, value: int) -> dict[str, Any]:
    return {"field": field, "operator": ">=", "value": value}


def _changed(field: str) -> dict[str, Any]:
    return {"field": field, "operator": "changed"}


SET_ASSIGNEE = {"field": "assignee", "operator": "is_set"}
NO_ASSIGNEE = {"field": "assignee", "operator": "is_empty"}
SET_TEAM = {"field": "team", "operator": "is_set"}
HIGH = {"field": "priority", "operator": "<=", "value": 2}
PROMISE = {"field": "metric", "operator": "!=", "value": "follow_up"}
FOLLOW_UP = _is("metric", "follow_up")
TO_TEAM = [_changed("team"), SET_TEAM, NO_ASSIGNEE]

RULES = [
    Start(
        "assigned",
        ("Assigned to a person", "分派给个人", "指派給個人"),
        "*",
        ("assignee",),
        "assigned",
        condition=[_changed("assignee"), SET_ASSIGNEE],
    ),
    Start(
        "assigned_to_team",
        ("Assigned to a team", "分派给团队", "指派給團隊"),
        "*",
        ("team",),
        "assigned_to_team",
        BELL,
        TO_TEAM,
    ),
    Start(
        "assigned_to_team_high",
        (
            "Assigned to a team, priority 1 or 2",
            "分派给团队（优先级 1 或 2）",
            "指派給團隊（優先順序 1 或 2）",
        ),
        "*",
        ("team",),
        "assigned_to_team",
        MAIL,
        [*TO_TEAM, HIGH],
        urgency=Urgency.URGENT,
    ),
    Start(
        "escalated",
        ("Escalated to another team", "升级到其他团队", "升級到其他團隊"),
        "escalate",
        ("owner",),
        "escalated",
    ),
    *(
        Start(
            f"escalated_up_{level}",
            names,
            "escalate_up",
            (recipient, "owner"),
            "escalated_up",
            condition=[_is("escalation_level", level)],
            urgency=Urgency.URGENT,
            needs_acknowledgement=True,
        )
        for level, recipient, names in (
            (
                1,
                "desk:shift_leader",
                ("Escalated to the shift leader", "升级到值班长", "升級到值班組長"),
            ),
            (
                2,
                "desk:supervisor",
                ("Escalated to the supervisor", "升级到服务台主管", "升級到服務台主管"),
            ),
            (3, "role:director", ("Escalated to the director", "升级到服务总监", "升級到服務總監")),
        )
    ),
    Start(
        "clock_50",
        ("Half the time is gone", "时限已过半", "時限已過半"),
        "clock_warned",
        ("assignee", "owner"),
        "due_soon",
        BELL,
        [PROMISE, {"field": "percent", "operator": "<", "value": 75}],
        urgency=Urgency.LOW,
    ),
    Start(
        "clock_75",
        ("Three quarters of the time are gone", "时限已过四分之三", "時限已過四分之三"),
        "clock_warned",
        ("assignee", "owner", "team_lead"),
        "due_soon",
        BOTH,
        [PROMISE, _at_least("percent", 75)],
    ),
    Start(
        "clock_breached",
        ("Overdue", "已超时", "已逾時"),
        "clock_breached",
        ("assignee", "owner", "team_lead", "desk_lead"),
        "overdue",
        BOTH,
        [PROMISE],
        urgency=Urgency.URGENT,
    ),
    Start(
        "follow_up_asked",
        ("Follow-up asked for", "收到跟进事项", "收到跟進事項"),
        "ask",
        ("asked_of",),
        "follow_up_asked",
        needs_acknowledgement=True,
    ),
    Start(
        "follow_up_answered",
        ("Follow-up answered", "跟进事项已答复", "跟進事項已回覆"),
        "answer",
        ("asked_by",),
        "follow_up_answered",
    ),
    Start(
        "follow_up_withdrawn",
        ("Follow-up withdrawn", "跟进事项已撤回", "跟進事項已撤回"),
        "withdraw",
        ("asked_of",),
        "follow_up_withdrawn",
        BELL,
    ),
    Start(
        "follow_up_due",
        ("Follow-up due soon", "跟进事项即将到期", "跟進事項即將到期"),
        "clock_warned",
        ("asked_of",),
        "follow_up_due",
        BOTH,
        [FOLLOW_UP, _at_least("percent", 75)],
    ),
    Start(
        "follow_up_overdue",
        ("Follow-up overdue", "跟进事项已逾期", "跟進事項已逾期"),
        "clock_breached",
        ("asked_of", "asked_by"),
        "follow_up_overdue",
        BOTH,
        [FOLLOW_UP],
        urgency=Urgency.URGENT,
    ),
    Start(
        "handed_over",
        ("Ownership handed over", "负责人交接", "負責人交接"),
        "hand_over",
        ("owner", "former_owner"),
        "handed_over",
        needs_acknowledgement=True,
    ),
    Start(
        "customer_registered",
        ("Customer: report received", "客户：已收到报告", "客戶：已收到報告"),
        "register",
        ("contact",),
        "customer_registered",
        MAIL,
    ),
    Start(
        "customer_remark",
        ("Customer: public remark", "客户：公开备注", "客戶：公開備註"),
        "remark",
        ("contact", "callers"),
        "customer_remark",
        MAIL,
        [_is("is_public", True)],
    ),
    *(
        Start(
            f"customer_{step}",
            names,
            step,
            ("contact", "callers"),
            "customer_resolved",
            MAIL,
            kind="incident",
        )
        for step, names in (
            ("resolve", ("Customer: resolved", "客户：已解决", "客戶：已解決")),
            (
                "resolve_with_parent",
                ("Customer: resolved with its parent", "客户：随主事件解决", "客戶：隨主事件解決"),
            ),
        )
    ),
    Start(
        "watched",
        ("Watched records", "关注的记录", "關注的記錄"),
        "*",
        ("watchers",),
        "watched",
        urgency=Urgency.LOW,
    ),
    Start(
        "webhooks",
        (
            "Every step, to the webhooks that want it",
            "所有步骤（推送给订阅的 Webhook）",
            "所有步驟（推送給訂閱的 Webhook）",
        ),
        "*",
        (),
        "",
        ("webhook",),
    ),
]
