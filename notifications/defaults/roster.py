"""What people are told of the roster. By no rule: whom it concerns is told, and nobody else."""

from notifications.defaults.batch import Batch

NAMES = {
    "swap_asked": ("Somebody asks to swap a shift", "有人请求换班", "有人請求換班"),
    "swap_agreed": ("A swap was agreed", "换班已获同意", "換班已獲同意"),
    "swap_declined": ("A swap was declined", "换班被拒绝", "換班被拒絕"),
    "swap_withdrawn": ("A swap was withdrawn", "换班请求已撤回", "換班請求已撤回"),
    "swap_arranged": (
        "A planner changed whose shift it is",
        "排班人员调整了班次归属",
        "排班人員調整了班次歸屬",
    ),
}
EN = {
    "swap_asked": (
        "{actor} asks you to take the shift of {what}",
        """
{actor} asks you to take the shift of {what}.
In return you give the one of {changes}.

{note}

Agree or decline: {url}
""",
    ),
    "swap_agreed": (
        "{assignee} takes the shift of {what}",
        """
{actor} agreed: {assignee} takes the shift of {what}.
In return: {changes}

{url}
""",
    ),
    "swap_declined": (
        "{actor} does not take the shift of {what}",
        """
{actor} declined. The shift of {what} stays where it is.

{url}
""",
    ),
    "swap_withdrawn": (
        "{actor} no longer asks for the shift of {what}",
        """
{actor} withdrew the question about the shift of {what}. Nothing changes for you.

{url}
""",
    ),
    "swap_arranged": (
        "{assignee} has the shift of {what} now",
        """
{actor} gave the shift of {what} to {assignee}.
In return: {changes}

{note}

{url}
""",
    ),
}
ZH_HANS = {
    "swap_asked": (
        "{actor}请您接替{what}的班次",
        """
{actor}请您接替{what}的班次。
作为交换，您让出{changes}的班次。

{note}

同意或拒绝：{url}
""",
    ),
    "swap_agreed": (
        "{assignee}将接替{what}的班次",
        """
{actor}已同意：{assignee}接替{what}的班次。
交换班次：{changes}

{url}
""",
    ),
    "swap_declined": (
        "{actor}不接替{what}的班次",
        """
{actor}已拒绝。{what}的班次维持不变。

{url}
""",
    ),
    "swap_withdrawn": (
        "{actor}撤回了{what}的换班请求",
        """
{actor}撤回了关于{what}班次的请求，您的班次不变。

{url}
""",
    ),
    "swap_arranged": (
        "{what}的班次现由{assignee}负责",
        """
{actor}已将{what}的班次安排给{assignee}。
交换班次：{changes}

{note}

{url}
""",
    ),
}
ZH_HANT = {
    "swap_asked": (
        "{actor}請您接替{what}的班次",
        """
{actor}請您接替{what}的班次。
作為交換，您讓出{changes}的班次。

{note}

同意或拒絕：{url}
""",
    ),
    "swap_agreed": (
        "{assignee}將接替{what}的班次",
        """
{actor}已同意：{assignee}接替{what}的班次。
交換班次：{changes}

{url}
""",
    ),
    "swap_declined": (
        "{actor}不接替{what}的班次",
        """
{actor}已拒絕。{what}的班次維持不變。

{url}
""",
    ),
    "swap_withdrawn": (
        "{actor}撤回了{what}的換班請求",
        """
{actor}撤回了關於{what}班次的請求，您的班次不變。

{url}
""",
    ),
    "swap_arranged": (
        "{what}的班次現由{assignee}負責",
        """
{actor}已將{what}的班次安排給{assignee}。
交換班次：{changes}

{note}

{url}
""",
    ),
}

ROSTER = Batch("roster", NAMES, {"en": EN, "zh-hans": ZH_HANS, "zh-hant": ZH_HANT}, [])
