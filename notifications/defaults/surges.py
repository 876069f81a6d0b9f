"""Who is told of surges: the leaders of the desk, as information."""

from notifications.defaults.batch import Batch
from notifications.defaults.rules import BELL, BOTH, Start
from notifications.models import Urgency

NAMES = {
    "surge_warned": ("More calls than usual", "来电多于平常", "來電多於平常"),
    "surge_found": ("A surge runs", "来电激增", "來電激增"),
    "surge_ended": ("A surge ended", "激增结束", "激增結束"),
}
EN = {
    "surge_warned": (
        "More than usual: {title}",
        """
More calls than are usual at this hour came in: {title}

Within {window_minutes} minutes: {peak}. Usual: {usual}. The limit of a surge is {limit}.

{url}
""",
    ),
    "surge_found": (
        "Surge: {title}",
        """
{peak} calls and incidents within {window_minutes} minutes: {title}

The first came at {began_at}, the limit of {limit} was reached at {reached_at}.

{url}
""",
    ),
    "surge_ended": (
        "Over: {title}",
        """
The surge {number} ended at {ended_at}: {title}

At its height {peak} reports lay within {window_minutes} minutes.

{url}
""",
    ),
}
ZH_HANS = {
    "surge_warned": (
        "多于平常：{title}",
        """
当前时段来电多于平常：{title}

{window_minutes} 分钟内 {peak} 个，平常为 {usual} 个，激增界限为 {limit} 个。

{url}
""",
    ),
    "surge_found": (
        "来电激增：{title}",
        """
{window_minutes} 分钟内有 {peak} 个来电和事件：{title}

第一个于 {began_at} 到达，{reached_at} 达到 {limit} 个的界限。

{url}
""",
    ),
    "surge_ended": (
        "已结束：{title}",
        """
激增 {number} 已于 {ended_at} 结束：{title}

最高时 {window_minutes} 分钟内有 {peak} 个。

{url}
""",
    ),
}
ZH_HANT = {
    "surge_warned": (
        "多於平常：{title}",
        """
目前時段來電多於平常：{title}

{window_minutes} 分鐘內 {peak} 個，平常為 {usual} 個，激增界限為 {limit} 個。

{url}
""",
    ),
    "surge_found": (
        "來電激增：{title}",
        """
{window_minutes} 分鐘內有 {peak} 個來電和事件：{title}

第一個於 {began_at} 到達，{reached_at} 達到 {limit} 個的界限。

{url}
""",
    ),
    "surge_ended": (
        "已結束：{title}",
        """
激增 {number} 已於 {ended_at} 結束：{title}

最高時 {window_minutes} 分鐘內有 {peak} 個。

{url}
""",
    ),
}
LEADERS = ("role:supervisor", "role:shift_leader")
RULES = [
    Start(
        "surge_warned", NAMES["surge_warned"], "warn", LEADERS, "surge_warned", BELL, kind="surge",
    ),
    Start(
        "surge_found", NAMES["surge_found"], "swell", (*LEADERS, "owner"), "surge_found", BOTH, kind="surge",
        urgency=Urgency.URGENT,
    ),
    Start("surge_ended", NAMES["surge_ended"], "subside", LEADERS, "surge_ended", BELL, kind="surge"),
]  # fmt: skip
SURGES = Batch("surges", NAMES, {"en": EN, "zh-hans": ZH_HANS, "zh-hant": ZH_HANT}, RULES, position=700)
