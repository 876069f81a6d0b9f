"""What breaks at the seed company's customers, in the words in which callers tell it."""

from typing import NamedTuple

from people.models import Team
from records.models import Category


class Fault(NamedTuple):
    service: str
    category: str
    symptom: str
    team: str
    impact: int
    urgency: int
    english: str
    chinese: str
    solution: str
    closure_code: str
    weight: int = 1
    is_solved_by_desk: bool = False


CATEGORIES = [
    # code, parent, names, usual team
    ("access", "", "Access", "访问", "存取", "servers"),
    ("access-remote", "access", "Remote server", "远程服务器", "遠端伺服器", "servers"),
    ("access-account", "access", "Account and password", "账号与密码", "帳號與密碼", "desk"),
    ("network", "", "Network", "网络", "網路", "network"),
    ("network-line", "network", "Line down", "线路中断", "線路中斷", "network"),
    ("network-slow", "network", "Slow line", "线路缓慢", "線路緩慢", "network"),
    ("application", "", "Application", "应用软件", "應用軟體", "development"),
    ("application-crash", "application", "Crash", "程序崩溃", "程式當機", "development"),
    ("application-data", "application", "Wrong data", "数据错误", "資料錯誤", "development"),
    ("hardware", "", "Hardware", "硬件", "硬體", "field"),
    ("hardware-terminal", "hardware", "Terminal", "终端", "終端機", "field"),
    ("hardware-printer", "hardware", "Printer", "打印机", "印表機", "field"),
    ("question", "", "Question", "咨询", "諮詢", "desk"),
]

FAULTS = [
    Fault("remote-access", "access-remote", "no-connection", "servers", 2, 2,
          "Cannot connect to the remote server", "连不上远程服务器",
          "Restarted the gateway service on the remote server.", "software", 4),
    Fault("remote-access", "access-account", "no-sign-in", "desk", 4, 3,
          "Password for remote access expired", "远程接入密码已过期",
          "Set a new password and checked that the caller could sign in.", "user-error", 5, True),
    Fault("data-communication", "network-line", "no-connection", "network", 2, 1,
          "Branch is offline since the morning", "分店从早上起断网",
          "The carrier repaired a cut cable in the street.", "third-party", 2),
    Fault("data-communication", "network-slow", "slow", "network", 4, 4,
          "Data upload takes an hour", "数据上传需要一个小时",
          "Moved the upload to the second line and limited the backup during the day.", "configuration", 3),
    Fault("data-communication", "application-crash", "application-exits", "development", 3, 2,
          "English message box during data communication, then the application exits",
          "数据通信时弹出英文提示框，点击后程序退出",
          "Installed the corrected communication module.", "software", 2),
    Fault("point-of-sale", "hardware-terminal", "no-power", "field", 3, 2,
          "Terminal at till 3 does not switch on", "3号收银台终端开不了机",
          "Replaced the power supply.", "hardware", 3),
    Fault("point-of-sale", "application-data", "wrong-data", "development", 3, 3,
          "Prices on the till differ from the shelf", "收银价格与货架标价不一致",
          "Ran the price transfer again and corrected the two articles by hand.", "data", 2),
    Fault("warehouse", "application-crash", "error-message", "development", 3, 3,
          "Goods receipt stops with error 1042", "入库时报错1042",
          "Rebuilt the index of the receipts table.", "software", 3),
    Fault("warehouse", "application-data", "wrong-data", "development", 4, 3,
          "Stock of one article is negative", "有一个物料库存显示为负数",
          "Booked the missing receipt; explained the order of bookings.", "user-error", 2),
    Fault("accounting", "application-data", "wrong-data", "development", 4, 4,
          "Month-end report does not add up", "月末报表合计不对",
          "A rounding rule was missing for one currency.", "configuration", 1),
    Fault("e-mail", "access-account", "no-sign-in", "desk", 4, 4,
          "Mailbox asks for the password again and again", "邮箱反复要求输入密码",
          "Removed the old password from the phone.", "user-error", 3, True),
    Fault("e-mail", "access-remote", "slow", "servers", 4, 4,
          "Mails arrive an hour late", "邮件晚到一个小时",
          "Cleared the queue on the second mail server.", "software", 1),
    Fault("printing", "hardware-printer", "no-print", "field", 5, 4,
          "Delivery notes do not print", "送货单打印不出来",
          "Replaced the fuser; printed a test page.", "hardware", 4),
    Fault("printing", "hardware-printer", "no-print", "desk", 5, 5,
          "Printer shows offline", "打印机显示脱机",
          "Set the printer's address again by phone.", "configuration", 4, True),
    Fault("workplace", "question", "error-message", "desk", 5, 5,
          "How do I share a calendar?", "日历怎么共享？",
          "Explained it on the phone.", "user-manual", 4, True),
    Fault("workplace", "hardware-terminal", "slow", "field", 5, 4,
          "PC takes ten minutes to start", "电脑开机要十分钟",
          "Replaced the disk.", "hardware", 3),
]  # fmt: skip


def install_categories() -> None:
    """The desk's category tree."""
    for code, parent, name, hans, hant, team in CATEGORIES:
        Category.objects.get_or_create(
            code=code,
            defaults={
                "name": name,
                "name_zh_hans": hans,
                "name_zh_hant": hant,
                "parent": Category.objects.filter(code=parent).first(),
                "team": Team.objects.get(code=team),
            },
        )
