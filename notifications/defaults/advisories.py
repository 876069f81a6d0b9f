"""Who is told of advisories: who reads them over, the desk that tells customers, and the customers of a mailing."""

from notifications.defaults.batch import Batch
from notifications.defaults.rules import BELL, BOTH, MAIL, Start

NAMES = {
    "advisory_to_review": ("An advisory waits for review", "安全提示待审阅", "安全提示待審閱"),
    "advisory_published": ("An advisory was published", "安全提示已发布", "安全提示已發布"),
    "advisory_mailed": ("Advisory for customers", "致客户的安全提示", "致客戶的安全提示"),
}
EN = {
    "advisory_to_review": (
        "To be read over: advisory {number}",
        """
{number} {title} waits for somebody who wrote none of its texts.

{url}
""",
    ),
    "advisory_published": (
        "Published: advisory {number}",
        """
{number} {title} is published, version {edition}. Its text in plain words may be told to customers.

{url}
""",
    ),
    "advisory_mailed": (
        "{title}",
        """
Dear {reader},

{published_plain}

{number}
""",
    ),
}
ZH_HANS = {
    "advisory_to_review": (
        "待审阅：安全提示 {number}",
        """
{number} {title} 等待一位未参与撰写的同事审阅。

{url}
""",
    ),
    "advisory_published": (
        "已发布：安全提示 {number}",
        """
{number} {title} 已发布第 {edition} 版，通俗文本可以告知客户。

{url}
""",
    ),
    "advisory_mailed": (
        "{title}",
        """
{reader}，您好：

{published_plain}

{number}
""",
    ),
}
ZH_HANT = {
    "advisory_to_review": (
        "待審閱：安全提示 {number}",
        """
{number} {title} 等待一位未參與撰寫的同事審閱。

{url}
""",
    ),
    "advisory_published": (
        "已發布：安全提示 {number}",
        """
{number} {title} 已發布第 {edition} 版，通俗文字可以告知客戶。

{url}
""",
    ),
    "advisory_mailed": (
        "{title}",
        """
{reader} 您好：

{published_plain}

{number}
""",
    ),
}
RULES = [
    Start(
        "advisory_to_review", ("Advisory: to be reviewed", "安全提示：待审阅", "安全提示：待審閱"), "submit",
        ("role:problem_manager", "role:supervisor", "role:shift_leader"), "advisory_to_review", BELL,
        kind="advisory",
    ),
    Start(
        "advisory_published", ("Advisory: published", "安全提示：已发布", "安全提示：已發布"), "publish",
        ("owner", "watchers", "role:shift_leader", "role:supervisor"), "advisory_published", BOTH,
        kind="advisory",
    ),
    Start(
        "advisory_mailed", ("Customers: advisory by mail", "客户：邮件安全提示", "客戶：郵件安全提示"),
        "mail_out", ("advisory_audience",), "advisory_mailed", MAIL, kind="advisory",
    ),
]  # fmt: skip
ADVISORIES = Batch(
    "advisories", NAMES, {"en": EN, "zh-hans": ZH_HANS, "zh-hant": ZH_HANT}, RULES, position=700
)
