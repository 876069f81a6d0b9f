"""What the seed company's desk knows by heart, written down: to be said to a caller in either language of the house."""

from typing import NamedTuple


class HowTo(NamedTuple):
    """Of the fault that is told by `english` in demo.faults."""

    english: str
    plain: str
    technical: str
    spoken: str


HOW_TOS = [
    HowTo(
        "Password for remote access expired",
        "1. Open the sign-in page and press “Forgotten password”.\n"
        "2. Type the code from your phone, then a new password: twelve characters, not one of the last five.\n"
        "3. Sign in once while I wait.\n\n"
        "1. 打开登录页，点“忘记密码”。\n"
        "2. 输入手机上的验证码，再输入新密码：至少十二位，不能与最近五个相同。\n"
        "3. 请现在登录一次，我在线等您。",
        "Passwords for remote access end after 90 days, and the gateway says only “sign-in failed”. If the caller "
        "has no phone with him: console, Accounts, “One-time password”, valid for an hour. After five wrong tries the "
        "account is locked for 15 minutes; unlock it there too.\n\n"
        "远程接入密码 90 天到期，网关只提示“登录失败”。五次输错会锁定 15 分钟，可在控制台解锁。",
        "远程密码过期 登录不了 密码到期 sign-in failed password expired remote access locked",
    ),
    HowTo(
        "Mailbox asks for the password again and again",
        "1. Did you change your password lately? Then your phone still sends the old one.\n"
        "2. On the phone: Settings, Mail, your account, delete the password and type the new one.\n"
        "3. Close the mail program on the computer and open it again.\n\n"
        "1. 您最近改过密码吗？那么手机里还是旧密码。\n"
        "2. 手机：设置、邮件、您的账户，删掉旧密码，输入新密码。\n"
        "3. 把电脑上的邮件程序关掉再打开。",
        "A second device with an old password locks the account about every ten minutes. The log of the mail server "
        "names the device. Remove it there if the caller cannot reach it.\n\n"
        "另一台设备用旧密码反复登录，账户大约每十分钟锁定一次。邮件服务器日志里有设备名。",
        "邮箱一直要密码 反复要求输入密码 mailbox asks for password again outlook keeps asking",
    ),
    HowTo(
        "Printer shows offline",
        "1. Is the printer's display lit, and does it say “Ready”? If not, switch it off, count to ten, switch it on.\n"
        "2. On the computer: Printers, right-click on yours, take the tick away at “Use offline”.\n"
        "3. Print a test page.\n\n"
        "1. 打印机屏幕亮着吗？显示“就绪”吗？如果没有，请关机，数到十，再开机。\n"
        "2. 电脑：打印机，右键点您的打印机，去掉“脱机使用”。\n"
        "3. 打印一张测试页。",
        "Most have got another address after a power cut. Read it on the printer (Menu, Network), set it in the port "
        "of the driver, and reserve it in the address server, or it comes back with the next power cut.\n\n"
        "多数是停电后地址变了：在打印机上看地址，改驱动端口，并在地址服务器里保留。",
        "打印机脱机 打印机离线 打不出来 printer offline not ready does not print",
    ),
    HowTo(
        "How do I share a calendar?",
        "1. Open the calendar and click on its name with the right button.\n"
        "2. Choose “Share”, type the colleague's name, and what he may do: see, or change.\n"
        "3. He gets a mail and presses “Accept”.\n\n"
        "1. 打开日历，右键点日历名称。\n"
        "2. 选“共享”，输入同事姓名，选择“查看”或“编辑”。\n"
        "3. 同事会收到邮件，点“接受”。",
        "With somebody outside of the company: only free and busy, by a rule of the security office. Rooms are shared "
        "by their owners, not by us.\n\n对公司以外的人只能共享忙闲。会议室由其负责人共享。",
        "日历怎么共享 共享日程 share calendar colleague see my appointments",
    ),
]
