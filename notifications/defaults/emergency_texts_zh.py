"""The words of the notices about emergencies, in Simplified and Traditional Chinese."""

ZH_HANS = {
    "emergency_prepared": (
        "{number}：已达到应急启动条件——{title}",
        """
已达到应急预案的启动条件：{title}

请查看各项数据，并提出启动或不予启动。

{url}
""",
    ),
    "emergency_to_sign": (
        "请您签署：{number} {title}",
        """
现提请宣布应急 {number}：{title}

{note}

您签署后预案立即生效。

{url}
""",
    ),
    "emergency_in_force": (
        "已生效：{number} {title}",
        """
应急 {number} 已生效：{title}

如果您在点名名单中，请在其页面点击“我来处理”作答，您的任务也列在该页。

对来电者的说明：{caller_line}

{url}
""",
    ),
    "emergency_declined": (
        "不予启动：{number} {title}",
        """
{actor}决定不启动应急 {number}：{title}

{note}

{url}
""",
    ),
    "emergency_remind": (
        "{number}：请应答点名",
        """
应急 {number} 已生效，您尚未应答：{title}

请在其页面应答，否则将改派他人。

{url}
""",
    ),
    "emergency_substitute": (
        "{number}：已改派人员",
        """
{sentence}

{number} {title}

{note}

{url}
""",
    ),
    "emergency_nobody": (
        "{number}：无人应答",
        """
{sentence}

{number} {title}

{url}
""",
    ),
    "emergency_caller_line": (
        "{number}：对来电者的说明",
        """
{caller_line}

{number} {title}
{url}
""",
    ),
    "emergency_customer": (
        "{service}：处理进展",
        """
{reader}，您好：

{note}

{product}
""",
    ),
    "emergency_contained": (
        "已控制：{number} {title}",
        """
{actor}已控制应急 {number}：{title}

原因：{cause}
处理措施：{solution}

{url}
""",
    ),
    "emergency_returned": (
        "故障再次出现：{number} {title}",
        """
应急 {number} 再次生效：{title}

{sentence}
{note}

{url}
""",
    ),
    "emergency_over": (
        "已结束：{number} {title}",
        """
{actor}于{happened_at}宣布应急 {number} 结束：{title}

{note}

原因：{cause}
处理措施：{solution}

{time_line}

{url}
""",
    ),
}
ZH_HANT = {
    "emergency_prepared": (
        "{number}：已達應變啟動條件——{title}",
        """
已達應變計畫的啟動條件：{title}

請查看各項數據，並提出啟動或不予啟動。

{url}
""",
    ),
    "emergency_to_sign": (
        "請您簽署：{number} {title}",
        """
現提請宣布應變 {number}：{title}

{note}

您簽署後計畫立即生效。

{url}
""",
    ),
    "emergency_in_force": (
        "已生效：{number} {title}",
        """
應變 {number} 已生效：{title}

如果您在點名名單中，請在其頁面點選「我來處理」作答，您的任務也列在該頁。

對來電者的說明：{caller_line}

{url}
""",
    ),
    "emergency_declined": (
        "不予啟動：{number} {title}",
        """
{actor}決定不啟動應變 {number}：{title}

{note}

{url}
""",
    ),
    "emergency_remind": (
        "{number}：請回應點名",
        """
應變 {number} 已生效，您尚未回應：{title}

請在其頁面回應，否則將改派他人。

{url}
""",
    ),
    "emergency_substitute": (
        "{number}：已改派人員",
        """
{sentence}

{number} {title}

{note}

{url}
""",
    ),
    "emergency_nobody": (
        "{number}：無人回應",
        """
{sentence}

{number} {title}

{url}
""",
    ),
    "emergency_caller_line": (
        "{number}：對來電者的說明",
        """
{caller_line}

{number} {title}
{url}
""",
    ),
    "emergency_customer": (
        "{service}：處理進度",
        """
{reader}，您好：

{note}

{product}
""",
    ),
    "emergency_contained": (
        "已控制：{number} {title}",
        """
{actor}已控制應變 {number}：{title}

原因：{cause}
處理措施：{solution}

{url}
""",
    ),
    "emergency_returned": (
        "故障再次出現：{number} {title}",
        """
應變 {number} 再次生效：{title}

{sentence}
{note}

{url}
""",
    ),
    "emergency_over": (
        "已結束：{number} {title}",
        """
{actor}於{happened_at}宣布應變 {number} 結束：{title}

{note}

原因：{cause}
處理措施：{solution}

{time_line}

{url}
""",
    ),
}
