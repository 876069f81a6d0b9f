"""Who is told of problems, known errors and articles."""

from notifications.defaults.batch import Batch
from notifications.defaults.rules import BELL, BOTH, MAIL, Start

NAMES = {
    "workaround_known": ("A workaround is known", "已有临时措施", "已有暫行措施"),
    "article_to_review": ("An article waits for its review", "文章待审核", "文章待審核"),
    "article_published": ("An article was published", "文章已发布", "文章已發布"),
}

EN = {
    "workaround_known": (
        "Known error: {number} {title}",
        """
{actor} found the cause behind incidents you work on: {number} {title}

Cause: {root_cause}

What helps until it is gone: {workaround}

{url}
""",
    ),
    "article_to_review": (
        "To review: {number} {title}",
        """
{actor} sent an article to review: {number} {title}

Somebody else than its writer reads and publishes it, or sends it back.

{url}
""",
    ),
    "article_published": (
        "New for the desk: {number} {title}",
        """
{actor} published an article: {number} {title}

{plain}

{url}
""",
    ),
}
ZH_HANS = {
    "workaround_known": (
        "已知错误：{number} {title}",
        """
{actor}查明了您所处理事件背后的原因：{number} {title}

原因：{root_cause}

根除之前的临时措施：{workaround}

{url}
""",
    ),
    "article_to_review": (
        "待审核：{number} {title}",
        """
{actor}提交了一篇待审核的文章：{number} {title}

由作者以外的人审阅后发布，或退回修改。

{url}
""",
    ),
    "article_published": (
        "服务台新知识：{number} {title}",
        """
{actor}发布了一篇文章：{number} {title}

{plain}

{url}
""",
    ),
}
ZH_HANT = {
    "workaround_known": (
        "已知錯誤：{number} {title}",
        """
{actor}查明了您所處理事件背後的原因：{number} {title}

原因：{root_cause}

根除之前的暫行措施：{workaround}

{url}
""",
    ),
    "article_to_review": (
        "待審核：{number} {title}",
        """
{actor}提交了一篇待審核的文章：{number} {title}

由作者以外的人審閱後發布，或退回修改。

{url}
""",
    ),
    "article_published": (
        "服務台新知識：{number} {title}",
        """
{actor}發布了一篇文章：{number} {title}

{plain}

{url}
""",
    ),
}

RULES = [
    Start(
        "customer_resolve_with_problem",
        (
            "Customer: resolved with the problem behind it",
            "客户：随背后的问题解决",
            "客戶：隨背後的問題解決",
        ),
        "resolve_with_problem",
        ("contact", "callers"),
        "customer_resolved",
        MAIL,
        kind="incident",
    ),
    Start(
        "workaround_known",
        ("A workaround is known", "已有临时措施", "已有暫行措施"),
        "declare_known_error",
        ("incident_workers", "owner"),
        "workaround_known",
        BELL,
        kind="problem",
    ),
    Start(
        "article_to_review",
        ("An article waits for its review", "文章待审核", "文章待審核"),
        "submit",
        ("role:problem_manager",),
        "article_to_review",
        BOTH,
        kind="article",
    ),
    Start(
        "article_published",
        ("An article was published", "文章已发布", "文章已發布"),
        "publish",
        ("owner", "role:agent", "role:shift_leader"),
        "article_published",
        BELL,
        kind="article",
    ),
]

PROBLEMS = Batch("problems", NAMES, {"en": EN, "zh-hans": ZH_HANS, "zh-hant": ZH_HANT}, RULES, position=100)
