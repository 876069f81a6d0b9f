"""The roles a service desk begins with, in its three languages. Rows thereafter: an administrator may rename them."""

from typing import NamedTuple


class DefaultRole(NamedTuple):
    slug: str
    names: tuple[str, str, str]
    purposes: tuple[str, str, str]


DEFAULT_ROLES = [
    DefaultRole(
        "agent",
        ("Agent", "坐席", "客服專員"),
        (
            "Takes calls and owns incidents to their end.",
            "接听来电，全程负责事件。",
            "接聽來電，全程負責事件。",
        ),
    ),
    DefaultRole(
        "shift_leader",
        ("Shift leader", "值班长", "值班組長"),
        ("Leads the desk's shift.", "带领服务台的当班团队。", "帶領服務台的當班團隊。"),
    ),
    DefaultRole(
        "supervisor",
        ("Service desk supervisor", "服务台主管", "服務台主管"),
        ("Answers for the desk and its promises.", "对服务台及其承诺负责。", "對服務台及其承諾負責。"),
    ),
    DefaultRole(
        "director",
        ("Service director", "服务总监", "服務總監"),
        ("Answers for the service as a whole.", "对整体服务负责。", "對整體服務負責。"),
    ),
    DefaultRole(
        "incident_manager",
        ("Incident manager", "事件经理", "事件經理"),
        ("Keeps incidents moving across all teams.", "推动各团队处理事件。", "推動各團隊處理事件。"),
    ),
    DefaultRole(
        "problem_manager",
        ("Problem manager", "问题经理", "問題經理"),
        ("Finds the causes behind incidents.", "查找事件背后的原因。", "查找事件背後的原因。"),
    ),
    DefaultRole(
        "change_manager",
        ("Change manager", "变更经理", "變更經理"),
        ("Judges and schedules changes.", "评估并安排变更。", "評估並安排變更。"),
    ),
    DefaultRole(
        "release_manager",
        ("Release manager", "发布经理", "發行經理"),
        ("Brings releases out.", "负责发布上线。", "負責發行上線。"),
    ),
    DefaultRole(
        "configuration_manager",
        ("Configuration manager", "配置经理", "組態經理"),
        ("Keeps what is recorded about equipment true.", "确保设备记录属实。", "確保設備記錄屬實。"),
    ),
    DefaultRole(
        "field_engineer",
        ("First-line engineer", "一线工程师", "一線工程師"),
        ("Works at customers' sites.", "在客户现场工作。", "在客戶現場工作。"),
    ),
    DefaultRole(
        "second_line",
        ("Second-line engineer", "二线工程师", "二線工程師"),
        ("Looks after servers.", "维护服务器。", "維護伺服器。"),
    ),
    DefaultRole(
        "developer",
        ("Developer", "开发人员", "開發人員"),
        ("Mends the product.", "修复产品。", "修復產品。"),
    ),
    DefaultRole(
        "purchaser",
        ("Purchaser", "采购员", "採購人員"),
        ("Orders spare parts.", "订购备件。", "訂購備件。"),
    ),
    DefaultRole(
        "api_client",
        ("API client", "接口客户端", "介接程式"),
        ("Another tool that works by REST.", "通过 REST 工作的其他系统。", "透過 REST 運作的其他系統。"),
    ),
    DefaultRole(
        "auditor",
        ("Auditor", "审计员", "稽核員"),
        ("Reads everything and changes nothing.", "可查看一切，不作任何更改。", "可檢視一切，不作任何變更。"),
    ),
    DefaultRole(
        "administrator",
        ("Administrator", "管理员", "管理員"),
        (
            "Runs the system: people, rights, settings.",
            "管理系统：人员、权限、设置。",
            "管理系統：人員、權限、設定。",
        ),
    ),
]
