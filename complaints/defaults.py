"""Causes and limits that a new house begins with."""

from complaints.models import Cause, Limit
from people.defaults import installs

CAUSES = [
    ("conduct", "Conduct of a person", "人员态度与行为", "人員態度與行為"),
    ("not-solved", "Fault not solved", "故障未解决", "故障未解決"),
    ("too-late", "Too late", "处理延误", "處理延誤"),
    ("parts", "Waited for parts", "等待备件", "等待備件"),
    ("promise-broken", "Promise not kept", "承诺未兑现", "承諾未兌現"),
    ("not-told", "Customer not kept informed", "未及时告知客户", "未及時告知客戶"),
    ("product", "Product or release", "产品或版本问题", "產品或版本問題"),
    ("misunderstanding", "Misunderstanding", "误解", "誤解"),
    ("other", "Other", "其他", "其他"),
]


@installs("complaints.causes")
def install_causes() -> None:
    for code, name, hans, hant in CAUSES:
        Cause.objects.get_or_create(
            code=code, defaults={"name": name, "name_zh_hans": hans, "name_zh_hant": hant}
        )


@installs("complaints.limits")
def install_limits() -> None:
    for what, hours in Limit.DEFAULT_HOURS.items():
        Limit.objects.get_or_create(what=what, defaults={"hours": hours})
