"""The words a desk starts with, by language. A line whose placeholders are all empty is left out."""

# Names of the templates: English, Simplified, Traditional.
NAMES = {
    "assigned": ("Assigned to you", "已分派给您", "已指派給您"),
    "assigned_to_team": ("Assigned to your team", "已分派给您的团队", "已指派給您的團隊"),
    "escalated": ("Escalated to another team", "已升级到其他团队", "已升級到其他團隊"),
    "escalated_up": ("Escalated a level up", "已向上升级", "已向上升級"),
    "due_soon": ("Due time comes near", "即将到期", "即將到期"),
    "overdue": ("Overdue", "已超时", "已逾時"),
    "follow_up_asked": ("Follow-up asked for", "收到跟进事项", "收到跟進事項"),
    "follow_up_answered": ("Follow-up answered", "跟进事项已答复", "跟進事項已回覆"),
    "follow_up_withdrawn": ("Follow-up withdrawn", "跟进事项已撤回", "跟進事項已撤回"),
    "follow_up_due": ("Follow-up due soon", "跟进事项即将到期", "跟進事項即將到期"),
    "follow_up_overdue": ("Follow-up overdue", "跟进事项已逾期", "跟進事項已逾期"),
    "handed_over": ("Ownership handed over", "负责人交接", "負責人交接"),
    "watched": ("Something happened on a watched record", "关注的记录有变化", "關注的記錄有變化"),
    "customer_registered": ("Customer: report received", "客户：已收到报告", "客戶：已收到報告"),
    "customer_remark": ("Customer: news", "客户：进展通知", "客戶：進度通知"),
    "customer_resolved": ("Customer: resolved", "客户：已解决", "客戶：已解決"),
}
