"""The second step of signing in: six digits from an authenticator, or one of ten back-up codes.

A code counts once (django-otp remembers the last time step), and after each wrong one the wait doubles.
"""

import base64
import secrets
import time
from datetime import datetime
from typing import TypeAlias

import django_otp
import segno
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest
from django.middleware.csrf import rotate_token
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate, localtime
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from people import access_log
from people.models import AccessLog, User

Device: TypeAlias = TOTPDevice | StaticDevice
SET_UP_UNTIL = "second_factor_set_up_until"
TIME_TO_SET_UP = 15 * 60  # seconds
CODES = 10
CODE_LENGTH = 10
# Without 0, 1, 8, i, l and o, which people mistake for one another.
CODE_LETTERS = "abcdefghjkmnpqrstuvwxyz2345679"


def is_on(user: User | AnonymousUser) -> bool:
    """Whether signing in takes this person two steps."""
    return bool(TOTPDevice.objects.filter(user_id=user.pk, confirmed=True).exists())


def is_half_way(user: User | AnonymousUser) -> bool:
    """Signed in by password, with the second step still to come."""
    return user.is_authenticated and getattr(user, "otp_device", None) is None and is_on(user)


def mark(request: HttpRequest, user: User, device: Device) -> None:
    """Note in the session that the second step was taken with this device."""
    request.user = user
    django_otp.login(request, device)
    rotate_token(request)


def begin(user: User, *, request: HttpRequest) -> None:
    """Let this session set an app up for a while: a fresh secret, which nobody has seen."""
    TOTPDevice.objects.filter(user=user, confirmed=False).delete()
    TOTPDevice.objects.create(user=user, name="totp", confirmed=False)
    request.session[SET_UP_UNTIL] = time.time() + TIME_TO_SET_UP


def begun(user: User, *, request: HttpRequest) -> TOTPDevice | None:
    """The device to be confirmed, where this session was let to; the same until then, so a reload changes nothing."""
    if request.session.get(SET_UP_UNTIL, 0) < time.time():
        return None
    return TOTPDevice.objects.filter(user=user, confirmed=False).first()


def drawing(device: TOTPDevice) -> SafeString:
    """The QR code for an authenticator, as SVG without any style of its own."""
    code = segno.make(device.config_url, error="m")
    markup = code.svg_inline(scale=4, border=2, svgclass="qr", lineclass="qr-line", omitsize=True)
    return mark_safe(markup)  # noqa: S308 - segno's own markup, of a text made here


def key_in_groups(device: TOTPDevice) -> str:
    """The secret for typing: base 32 in groups of four."""
    key = base64.b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(key[at : at + 4] for at in range(0, len(key), 4))


@transaction.atomic
def confirm(user: User, code: str, *, request: HttpRequest) -> list[str] | None:
    """Switch the second step on where the code is right. Returns the back-up codes, shown this once; else None."""
    device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False).first()
    if device is None or not device.verify_token(digits(code)):
        return None
    TOTPDevice.objects.filter(user=user, confirmed=True).delete()
    device.confirmed = True
    device.save()
    mark(request, user, device)
    request.session.pop(SET_UP_UNTIL, None)
    access_log.note(AccessLog.Event.SECOND_FACTOR_ON, by=user, subject=user, request=request)
    return new_codes(user, request=request)


@transaction.atomic
def new_codes(user: User, *, request: HttpRequest) -> list[str]:
    """Ten back-up codes that take the place of all earlier ones. Only their digests are kept."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="codes", confirmed=True)
    codes = ["".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH)) for _ in range(CODES)]
    for code in codes:
        device.token_set.create(token=_digest(code))
    if isinstance(user.otp_device, StaticDevice):  # type: ignore[attr-defined]
        # The session leant on a code of the old set.
        django_otp.login(request, device)
    access_log.note(AccessLog.Event.BACKUP_CODES_MADE, by=user, subject=user, request=request)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def codes_left(user: User) -> int:
    return sum(device.token_set.count() for device in StaticDevice.objects.filter(user=user))


@transaction.atomic
def switch_off(user: User, *, by: User, request: HttpRequest | None = None) -> None:
    """Take the second step away: by the person, or by an administrator where the telephone is lost."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    access_log.note(AccessLog.Event.SECOND_FACTOR_OFF, by=by, subject=user, request=request)


def verify(user: User, code: str, *, request: HttpRequest) -> Device | None:
    """The device that accepts this code, or None. Each attempt is written down and slows the next."""
    device = _device_for(user, code)
    given = digits(code) if isinstance(device, TOTPDevice) else _digest(code)
    accepted = device and django_otp.verify_token(user, device.persistent_id, given)
    if not accepted:
        access_log.note(AccessLog.Event.SECOND_FACTOR_FAILED, by=user, request=request)
    elif isinstance(device, StaticDevice):
        left = {"codes_left": codes_left(user)}
        access_log.note(AccessLog.Event.BACKUP_CODE_USED, by=user, changes=left, request=request)
    return accepted or None


def wait_until(user: User, code: str) -> datetime | None:
    """When the next attempt of this sort counts; None where it counts now."""
    device = _device_for(user, code)
    is_allowed, why = device.verify_is_allowed() if device else (True, None)
    return why["locked_until"] if why and not is_allowed else None


def clock_time(moment: datetime) -> str:
    """The local time to the second, since waits are short at first; with the date where it is not today."""
    local = localtime(moment)
    return date_format(local, "H:i:s" if local.date() == localdate() else "Y-m-d H:i")


def digits(code: str) -> str:
    return "".join(letter for letter in code if letter.isdigit())


def _device_for(user: User, code: str) -> Device | None:
    """Six digits are the authenticator's; anything else is a back-up code."""
    is_timed = len(digits(code)) == len(code.replace(" ", "")) == 6
    model = TOTPDevice if is_timed else StaticDevice
    return model.objects.filter(user=user, confirmed=True).first()


def _digest(code: str) -> str:
    """What is kept of a back-up code: 80 bits of a keyed digest, which is what django-otp's column holds."""
    plain = "".join(letter for letter in code.lower() if letter.isalnum())
    whole = salted_hmac("people.second_factor", plain, algorithm="sha256").digest()
    return base64.b32encode(whole[:10]).decode().lower()
