"""Who is told of emergencies. At the end one mail, with the whole time line, to those whom the plan names for it."""

from notifications.defaults.batch import Batch
from notifications.defaults.emergency_texts import EN, NAMES
from notifications.defaults.emergency_texts_zh import ZH_HANS, ZH_HANT
from notifications.defaults.rules import BELL, BOTH, MAIL, Start
from notifications.models import Urgency

URGENT = Urgency.URGENT


def _rule(
    step: str,
    recipients: tuple[str, ...],
    template: str,
    channels: tuple[str, ...] = BOTH,
    names: tuple[str, str, str] | None = None,
) -> Start:
    return Start(
        f"emergency_{step}", names or NAMES[template], step, recipients, template, channels, kind="emergency",
        urgency=URGENT,
    )  # fmt: skip


RULES = [
    _rule("register", ("emergency_proposers", "desk:supervisor"), "emergency_prepared"),
    _rule("propose", ("emergency_signers",), "emergency_to_sign"),
    _rule(
        "go_up", ("emergency_signers",), "emergency_to_sign",
        names=("An emergency goes up for signature", "应急启动转由上一级签署", "應變啟動轉由上一級簽署"),
    ),
    _rule("sign", ("emergency_called", "emergency_proposers"), "emergency_in_force"),
    _rule(
        "start_unsigned", ("emergency_called", "emergency_proposers", "emergency_signers"), "emergency_in_force",
        names=("An emergency is in force unsigned", "应急预案未经签署生效", "應變計畫未經簽署生效"),
    ),
    _rule("decline", ("emergency_proposers", "desk:supervisor"), "emergency_declined"),
    _rule("remind", ("emergency_named",), "emergency_remind"),
    _rule("replace", ("emergency_named", "desk:shift_leader"), "emergency_substitute"),
    _rule(
        "man", ("emergency_named",), "emergency_substitute",
        names=("Somebody is named for an emergency", "应急人员指派", "應變人員指派"),
    ),
    _rule("miss", ("desk:shift_leader", "desk:supervisor"), "emergency_nobody"),
    _rule("tell_callers", ("desk",), "emergency_caller_line", BELL),
    _rule("emergency_status", ("emergency_affected",), "emergency_customer", MAIL),
    _rule("contain", ("emergency_called", "emergency_proposers"), "emergency_contained", BELL),
    _rule("revert", ("emergency_called", "emergency_proposers"), "emergency_returned"),
    _rule(
        "return_to_active", ("emergency_called", "emergency_proposers", "desk:supervisor"), "emergency_returned",
        names=("An emergency returns by itself", "应急状态自动恢复", "應變狀態自動恢復"),
    ),
    *(
        Start(
            f"emergency_{step}", names, step, ("emergency_told_at_end",), "emergency_over", MAIL, kind="emergency",
            urgency=URGENT, tells_actor=True,
        )
        for step, names in (
            ("end", ("The mail at the end of an emergency", "应急结束邮件", "應變結束郵件")),
            (
                "overrule",
                ("The mail at an end before its time", "应急提前结束邮件", "應變提前結束郵件"),
            ),
        )
    ),
]  # fmt: skip

EMERGENCIES = Batch(
    "emergencies", NAMES, {"en": EN, "zh-hans": ZH_HANS, "zh-hant": ZH_HANT}, RULES, position=800
)
