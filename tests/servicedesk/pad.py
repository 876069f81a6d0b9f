"""Sending the call pad as its page does."""

from typing import Any

from django.test import Client

from servicedesk.call_pad.opening import open_now

PAD = "/calls/new/"
FRAGMENT = {"HX-Request": "true"}


def at_the_desk(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def send(client: Client, **given: Any) -> Any:
    return client.post(PAD, {"opening": open_now(), "outcome": "incident"} | given, headers=FRAGMENT)


def hints(client: Client, **given: Any) -> str:
    response = client.post(f"{PAD}hints/", given, headers=FRAGMENT)
    assert response.status_code == 200
    return response.content.decode()


def part(client: Client, name: str, **given: Any) -> str:
    response = client.get(f"{PAD}{name}/", given, headers=FRAGMENT)
    assert response.status_code == 200
    return response.content.decode()
