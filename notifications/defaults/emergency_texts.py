"""The words of the notices about emergencies."""

NAMES = {
    "emergency_prepared": ("The criteria of an emergency are met", "已达到应急启动条件", "已達應變啟動條件"),
    "emergency_to_sign": ("An emergency waits for a signature", "应急启动待签署", "應變啟動待簽署"),
    "emergency_in_force": ("An emergency is in force", "应急预案已生效", "應變計畫已生效"),
    "emergency_declined": ("An emergency was declined", "应急启动未获批准", "應變啟動未獲核准"),
    "emergency_remind": ("Reminder of the roll-call", "应急点名提醒", "應變點名提醒"),
    "emergency_substitute": ("Called in place of somebody", "应急替补通知", "應變替補通知"),
    "emergency_nobody": ("Nobody answers the roll-call", "应急点名无人应答", "應變點名無人回應"),
    "emergency_caller_line": ("What callers are told", "对来电者的说明", "對來電者的說明"),
    "emergency_customer": ("Note to the customers affected", "致受影响客户的通报", "致受影響客戶的通報"),
    "emergency_contained": ("An emergency is contained", "应急已控制", "應變已控制"),
    "emergency_returned": ("The fault is back", "故障再次出现", "故障再次出現"),
    "emergency_over": ("An emergency is over", "应急结束", "應變結束"),
}

EN = {
    "emergency_prepared": (
        "{number}: the criteria are met – {title}",
        """
The criteria of the emergency plan are met: {title}

Look at the figures, and propose it or decline it.

{url}
""",
    ),
    "emergency_to_sign": (
        "Your signature, please: {number} {title}",
        """
It is proposed to declare the emergency {number}: {title}

{note}

The plan comes into force as soon as you sign.

{url}
""",
    ),
    "emergency_in_force": (
        "In force: {number} {title}",
        """
The emergency {number} is in force: {title}

If you are on the roll-call, answer it on its page: “I am on it”. Your task stands there.

What callers are told: {caller_line}

{url}
""",
    ),
    "emergency_declined": (
        "Declined: {number} {title}",
        """
{actor} declined the emergency {number}: {title}

{note}

{url}
""",
    ),
    "emergency_remind": (
        "{number}: please answer the roll-call",
        """
The emergency {number} is in force and you have not answered: {title}

Answer on its page, or somebody else is called.

{url}
""",
    ),
    "emergency_substitute": (
        "{number}: somebody is called in place of another",
        """
{sentence}

{number} {title}

{note}

{url}
""",
    ),
    "emergency_nobody": (
        "{number}: nobody answers",
        """
{sentence}

{number} {title}

{url}
""",
    ),
    "emergency_caller_line": (
        "{number}: what callers are told",
        """
{caller_line}

{number} {title}
{url}
""",
    ),
    "emergency_customer": (
        "{service}: how it stands",
        """
Dear {reader},

{note}

{product}
""",
    ),
    "emergency_contained": (
        "Contained: {number} {title}",
        """
{actor} contained the emergency {number}: {title}

Cause: {cause}
What was done: {solution}

{url}
""",
    ),
    "emergency_returned": (
        "The fault is back: {number} {title}",
        """
The emergency {number} is in force again: {title}

{sentence}
{note}

{url}
""",
    ),
    "emergency_over": (
        "Over: {number} {title}",
        """
{actor} declared the emergency {number} over at {happened_at}: {title}

{note}

Cause: {cause}
What was done: {solution}

{time_line}

{url}
""",
    ),
}
