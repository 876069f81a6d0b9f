"""Closed incidents with words, as a desk would have them: enough to learn from, without walking each life."""

from datetime import timedelta
from random import Random
from typing import Any

from django.utils import timezone

from incidents.models import Incident
from people.models import User
from records.bulk import Past, PastStep, bring_in
from records.models import Category
from tests import cast

SPOKEN = {
    "printer": [
        "Printer prints blank pages",
        "Paper jam in the receipt printer",
        "打印机卡纸无法打印",
        "Toner of the printer is empty",
        "收据打印机打印空白",
    ],
    "network": [
        "Cannot connect to the remote server",
        "VPN connection drops every minute",
        "无法连接远程服务器",
        "No network at the counter, router blinks",
        "网络连接经常中断",
    ],
    "account": [
        "Password expired, cannot sign in",
        "Account locked after wrong password",
        "密码过期无法登录",
        "Forgot the password of the account",
        "账号被锁定",
    ],
}
GRADES = {"printer": (4, 4), "network": (2, 2), "account": (4, 3)}


def category(code: str, **fields: Any) -> Category:
    found, _ = Category.objects.get_or_create(code=code, defaults={"name": code.title(), **fields})
    return found


def closed_incidents(count: int, *, by: User | None = None, noise: float = 0.0) -> None:
    """`count` closed incidents, spread evenly over three categories; a share `noise` of them wrongly classified."""
    by, random = by or cast.agent(), Random(7)
    codes = list(SPOKEN)
    pasts = [_past(number, codes[number % 3], random, noise, by) for number in range(count)]
    bring_in(Incident, pasts, by=by)


def _past(number: int, code: str, random: Random, noise: float, by: User) -> Past:
    at = timezone.now() - timedelta(days=30) + timedelta(minutes=number)
    told = f"{random.choice(SPOKEN[code])}, {random.choice(SPOKEN[code])}"
    filed = random.choice(list(SPOKEN)) if random.random() < noise else code
    impact, urgency = GRADES[filed]
    fields = {
        "title": f"{told} {number}",
        "category": category(filed),
        "impact": impact,
        "urgency": urgency,
        "opened_at": at,
        "resolved_at": at,
        "closed_at": at,
    }
    steps = [
        PastStep(at=at, step="register", to_state="new"),
        PastStep(at=at, step="confirm", to_state="closed"),
    ]
    return Past(source="past", source_key=f"P{number}", owner=by, fields=fields, steps=steps)
