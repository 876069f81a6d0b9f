"""Traditional Chinese."""

RECORD = """
優先順序：{priority}
客戶：{customer}
服務：{service}
到期時間：{due_at}

{url}
"""

CLOSING = """
敬祝　順心如意

您的服務台
{desk}
"""

ZH_HANT = {
    "assigned": (
        "{number} 已指派給您：{title}",
        """
{actor} 已將 {number} 指派給您：{title}

{note}
"""
        + RECORD,
    ),
    "assigned_to_team": (
        "{number} 已指派給 {team}：{title}",
        """
{number} 已指派給您所在的團隊 {team}，目前尚無人接手：{title}

{note}
"""
        + RECORD,
    ),
    "escalated": (
        "{number} 已升級到 {team}：{title}",
        """
{actor} 已將 {number} 升級到 {team}，負責人仍然是您：{title}

原因：{note}
"""
        + RECORD,
    ),
    "escalated_up": (
        "已升級到第 {escalation_level} 級：{number} {title}",
        """
{actor} 已將 {number} 升級到第 {escalation_level} 級：{title}

原因：{note}
狀態：{state}
負責人：{owner}
處理人：{assignee} {team}
"""
        + RECORD
        + """
請確認您已知悉。
""",
    ),
    "due_soon": (
        "時限已用 {percent}%（{metric}）：{number} {title}",
        """
{number} 的承諾時限（{metric}）已用去 {percent}%：{title}

狀態：{state}
負責人：{owner}
處理人：{assignee} {team}
"""
        + RECORD,
    ),
    "overdue": (
        "已逾時（{metric}）：{number} {title}",
        """
{number} 已逾時（{metric}）：{title}

狀態：{state}
負責人：{owner}
處理人：{assignee} {team}
"""
        + RECORD,
    ),
    "follow_up_asked": (
        "{actor} 請您在 {due_at} 前跟進：{what}",
        """
{actor} 就 {number}（{title}）請您跟進：

{what}

到期時間：{due_at}
請在記錄中回覆：{url}
""",
    ),
    "follow_up_answered": (
        "{actor} 已回覆：{what}",
        """
{actor} 已回覆您在 {number}（{title}）中提出的跟進事項。

您的要求：{what}
回覆：{note}

{url}
""",
    ),
    "follow_up_withdrawn": (
        "已撤回：{what}",
        """
{actor} 已撤回 {number}（{title}）的跟進事項，您無需再處理。

原事項：{what}
原因：{note}

{url}
""",
    ),
    "follow_up_due": (
        "即將到期（{due_at}）：{what}",
        """
{number}（{title}）的跟進事項即將到期，請您回覆：

{what}

到期時間：{due_at}
{url}
""",
    ),
    "follow_up_overdue": (
        "已逾期：{what}",
        """
{number}（{title}）的跟進事項尚未得到回覆：

{what}

跟進人：{asked_of}
{url}
""",
    ),
    "handed_over": (
        "{number} 的負責人現為 {owner}：{title}",
        """
{actor} 已交接 {number}，今後由 {owner} 負責：{title}

原因：{note}
狀態：{state}
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
狀態：{state}
{url}
""",
    ),
    "customer_registered": (
        "我們已收到您的報告：{number}",
        """
{reader} 您好：

感謝您的回報。您的報告已由服務台登記，編號為 {number}：

{title}

我們正在處理，一有進展便會來信告知您。
如需補充，請致電服務台並告知此編號。

登記時間：{opened_at}
"""
        + CLOSING,
    ),
    "customer_remark": (
        "您的報告 {number} 有新進展：{title}",
        """
{reader} 您好：

您的報告 {number}「{title}」有新的進展：

{note}

如有疑問，請致電服務台並告知此編號。
"""
        + CLOSING,
    ),
    "customer_resolved": (
        "已解決：您的報告 {number} {title}",
        """
{reader} 您好：

很高興通知您，您的報告 {number}「{title}」已經解決。

處理情形：{solution}

如果仍有任何異常，請致電服務台並告知此編號，我們會立即繼續處理。
造成您的不便，我們深感抱歉，也感謝您的耐心等候。
"""
        + CLOSING,
    ),
}
