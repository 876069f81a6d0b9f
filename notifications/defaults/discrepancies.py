"""Who is told that what is recorded is not so."""

from notifications.defaults.batch import Batch
from notifications.defaults.rules import BELL, BOTH, Start

NAMES = {
    "discrepancy_reported": ("A record of equipment is wrong", "设备记录有误", "設備紀錄有誤"),
    "discrepancy_confirmed": ("A wrong record is confirmed", "记录差异已确认", "紀錄差異已確認"),
    "discrepancy_settled": ("A wrong record is settled", "记录差异已处理", "紀錄差異已處理"),
}

EN = {
    "discrepancy_reported": (
        "To confirm: {number} {title}",
        """
{actor} saw something else than what is recorded: {number} {title}

A second person confirms it before the record is corrected.

{url}
""",
    ),
    "discrepancy_confirmed": (
        "To correct: {number} {title}",
        """
{actor} confirmed it: {number} {title}

The record can be corrected now.

{url}
""",
    ),
    "discrepancy_settled": (
        "{number} {state}: {title}",
        """
What you reported is now “{state}”: {number} {title}

{note}

{url}
""",
    ),
}
ZH_HANS = {
    "discrepancy_reported": (
        "待确认：{number} {title}",
        """
{actor}发现实际情况与记录不符：{number} {title}

须由另一人确认后才会更正记录。

{url}
""",
    ),
    "discrepancy_confirmed": (
        "待更正：{number} {title}",
        """
{actor}已确认：{number} {title}

现在可以更正记录。

{url}
""",
    ),
    "discrepancy_settled": (
        "{number} {state}：{title}",
        """
您报告的差异现为“{state}”：{number} {title}

{note}

{url}
""",
    ),
}
ZH_HANT = {
    "discrepancy_reported": (
        "待確認：{number} {title}",
        """
{actor}發現實際情況與紀錄不符：{number} {title}

須由另一人確認後才會更正紀錄。

{url}
""",
    ),
    "discrepancy_confirmed": (
        "待更正：{number} {title}",
        """
{actor}已確認：{number} {title}

現在可以更正紀錄。

{url}
""",
    ),
    "discrepancy_settled": (
        "{number} {state}：{title}",
        """
您回報的差異現為「{state}」：{number} {title}

{note}

{url}
""",
    ),
}

RULES = [
    Start(
        "discrepancy_reported",
        ("A record of equipment is wrong", "设备记录有误", "設備紀錄有誤"),
        "register",
        ("role:configuration_manager",),
        "discrepancy_reported",
        BELL,
        kind="discrepancy",
    ),
    Start(
        "discrepancy_confirmed",
        ("A wrong record is confirmed", "记录差异已确认", "紀錄差異已確認"),
        "confirm",
        ("role:configuration_manager",),
        "discrepancy_confirmed",
        BOTH,
        kind="discrepancy",
    ),
    *(
        Start(
            f"discrepancy_{step}",
            names,
            step,
            ("opened_by",),
            "discrepancy_settled",
            BELL,
            kind="discrepancy",
        )
        for step, names in (
            ("correct", ("A wrong record is corrected", "记录已更正", "紀錄已更正")),
            ("dismiss", ("A discrepancy is dismissed", "记录差异被驳回", "紀錄差異被駁回")),
        )
    ),
]

DISCREPANCIES = Batch(
    "discrepancies", NAMES, {"en": EN, "zh-hans": ZH_HANS, "zh-hant": ZH_HANT}, RULES, position=400
)
