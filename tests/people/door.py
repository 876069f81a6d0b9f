"""The front door as tests use it: a browser without scripts, and the ways through the sign-in page."""

import time

from django.http import HttpResponse
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from people.models import User

PASSWORD = "correct horse battery"


def give(client: Client, user: User, password: str = PASSWORD, **more: str) -> HttpResponse:
    """Send name and password."""
    return client.post("/sign-in/", {"username": user.username, "password": password, **more})


def signed_in(user: User) -> Client:
    """A browser whose person came through the sign-in page."""
    if not user.has_usable_password():
        user.set_password(PASSWORD)
        user.save()
    client = Client()
    assert give(client, user).status_code == 302
    return client


def authenticator(user: User) -> TOTPDevice:
    """An app that is set up already."""
    return TOTPDevice.objects.create(user=user, name="totp", confirmed=True)


def code_of(device: TOTPDevice, *, steps_on: int = 0) -> str:
    """What the app shows now, or some half minutes later."""
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    totp.time = time.time() + steps_on * device.step
    return f"{totp.token():06}"


def is_in(client: Client) -> bool:
    """Whether a page that is for persons only opens."""
    return client.get("/account/").status_code == 200
