"""Reference data of incidents: when they go up by themselves, how they end."""

from incidents.models import ClosureCode, EscalationRule, Symptom
from people.defaults import installs

# priority: ((percent of the resolution time, level), …)
RESOLUTION = {
    1: ((50, 1), (75, 2), (100, 3)),
    2: ((75, 1), (100, 2)),
    3: ((100, 1),),
    4: ((100, 1),),
}
RESPONSE = {1: ((100, 2),), 2: ((100, 1),), 3: ((100, 1),)}

CLOSURE_CODES = [
    ("software", "Software", "软件", "軟體"),
    ("hardware", "Hardware", "硬件", "硬體"),
    ("network", "Network", "网络", "網路"),
    ("configuration", "Configuration", "配置", "組態"),
    ("data", "Data", "数据", "資料"),
    ("user-error", "User error", "用户操作失误", "使用者操作失誤"),
    ("user-manual", "Explained to the user", "已向用户说明", "已向使用者說明"),
    ("third-party", "Third party", "第三方", "第三方"),
    ("no-fault", "No fault found", "未发现故障", "未發現故障"),
    ("other", "Other", "其他", "其他"),
]

SYMPTOMS = [
    ("no-connection", "Cannot connect", "无法连接", "無法連線"),
    ("slow", "Slow", "运行缓慢", "執行緩慢"),
    ("error-message", "Error message appears", "出现错误提示", "出現錯誤訊息"),
    ("application-exits", "Application exits", "程序自动退出", "程式自動結束"),
    ("no-sign-in", "Cannot sign in", "无法登录", "無法登入"),
    ("wrong-data", "Wrong data", "数据不正确", "資料不正確"),
    ("no-print", "Does not print", "无法打印", "無法列印"),
    ("no-power", "No power", "无电源", "無電源"),
]


@installs("incidents.escalation_rules")
def install_escalation_rules() -> None:
    for metric, by_priority in (("resolution", RESOLUTION), ("response", RESPONSE)):
        for priority, stages in by_priority.items():
            for percent, level in stages:
                EscalationRule.objects.get_or_create(
                    metric=metric, priority=priority, percent=percent, defaults={"level": level}
                )


@installs("incidents.closure_codes")
def install_closure_codes() -> None:
    for code, name, hans, hant in CLOSURE_CODES:
        ClosureCode.objects.get_or_create(
            code=code, defaults={"name": name, "name_zh_hans": hans, "name_zh_hant": hant}
        )


@installs("incidents.symptoms")
def install_symptoms() -> None:
    for code, name, hans, hant in SYMPTOMS:
        Symptom.objects.get_or_create(
            code=code, defaults={"name": name, "name_zh_hans": hans, "name_zh_hant": hant}
        )
