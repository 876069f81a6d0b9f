"""Simplified Chinese."""

RECORD = """
优先级：{priority}
客户：{customer}
服务：{service}
到期时间：{due_at}

{url}
"""

CLOSING = """
此致
敬礼！

您的服务台
{desk}
"""

ZH_HANS = {
    "assigned": (
        "{number} 已分派给您：{title}",
        """
{actor} 已将 {number} 分派给您：{title}

{note}
"""
        + RECORD,
    ),
    "assigned_to_team": (
        "{number} 已分派给 {team}：{title}",
        """
{number} 已分派给您所在的团队 {team}，目前还没有人接手：{title}

{note}
"""
        + RECORD,
    ),
    "escalated": (
        "{number} 已升级到 {team}：{title}",
        """
{actor} 已将 {number} 升级到 {team}，负责人仍然是您：{title}

原因：{note}
"""
        + RECORD,
    ),
    "escalated_up": (
        "已升级到第 {escalation_level} 级：{number} {title}",
        """
{actor} 已将 {number} 升级到第 {escalation_level} 级：{title}

原因：{note}
状态：{state}
负责人：{owner}
处理人：{assignee} {team}
"""
        + RECORD
        + """
请确认您已知悉。
""",
    ),
    "due_soon": (
        "时限已用 {percent}%（{metric}）：{number} {title}",
        """
{number} 的承诺时限（{metric}）已用去 {percent}%：{title}

状态：{state}
负责人：{owner}
处理人：{assignee} {team}
"""
        + RECORD,
    ),
    "overdue": (
        "已超时（{metric}）：{number} {title}",
        """
{number} 已超时（{metric}）：{title}

状态：{state}
负责人：{owner}
处理人：{assignee} {team}
"""
        + RECORD,
    ),
    "follow_up_asked": (
        "{actor} 请您在 {due_at} 前跟进：{what}",
        """
{actor} 就 {number}（{title}）请您跟进：

{what}

到期时间：{due_at}
请在记录中答复：{url}
""",
    ),
    "follow_up_answered": (
        "{actor} 已答复：{what}",
        """
{actor} 已答复您在 {number}（{title}）中提出的跟进事项。

您的要求：{what}
答复：{note}

{url}
""",
    ),
    "follow_up_withdrawn": (
        "已撤回：{what}",
        """
{actor} 已撤回 {number}（{title}）的跟进事项，您无需再处理。

原事项：{what}
原因：{note}

{url}
""",
    ),
    "follow_up_due": (
        "即将到期（{due_at}）：{what}",
        """
{number}（{title}）的跟进事项即将到期，请您答复：

{what}

到期时间：{due_at}
{url}
""",
    ),
    "follow_up_overdue": (
        "已逾期：{what}",
        """
{number}（{title}）的跟进事项尚未得到答复：

{what}

跟进人：{asked_of}
{url}
""",
    ),
    "handed_over": (
        "{number} 的负责人现为 {owner}：{title}",
        """
{actor} 已交接 {number}，今后由 {owner} 负责：{title}

原因：{note}
状态：{state}
"""
        + RECORD,
    ),
    "watched": (
        "{number} {step}：{title}",
        """
{happened_at}：{actor} {sentence}

{changes}

{note}

{number} {title}
状态：{state}
{url}
""",
    ),
    "customer_registered": (
        "我们已收到您的报告：{number}",
        """
尊敬的{reader}：

您好！感谢您的反馈。您的报告已由服务台登记，编号为 {number}：

{title}

我们正在处理，一有进展便会写信告知您。
如需补充，请致电服务台并告知此编号。

登记时间：{opened_at}
"""
        + CLOSING,
    ),
    "customer_remark": (
        "您的报告 {number} 有新进展：{title}",
        """
尊敬的{reader}：

您好！您的报告 {number}“{title}”有新的进展：

{note}

如有疑问，请致电服务台并告知此编号。
"""
        + CLOSING,
    ),
    "customer_resolved": (
        "已解决：您的报告 {number} {title}",
        """
尊敬的{reader}：

您好！很高兴通知您，您的报告 {number}“{title}”已经解决。

处理情况：{solution}

如果仍有任何异常，请致电服务台并告知此编号，我们会立即继续处理。
给您带来的不便，我们深表歉意，感谢您的耐心等待。
"""
        + CLOSING,
    ),
}
