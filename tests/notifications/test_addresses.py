"""Where a webhook may lead."""

import asyncio
import socket
from collections.abc import Callable
from ipaddress import ip_address
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from notifications.addresses import Unreachable, check_url, is_public, resolve
from notifications.models import Webhook
from people.models import User

INSIDE = [
    "127.0.0.1",
    "127.8.8.8",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "198.18.0.1",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "fd12:3456::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2001:db8::1",
]


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_of_the_house_is_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "::ffff:8.8.8.8"])
def test_an_address_of_the_world_is(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "ftp://tool.example/",
        "file:///etc/passwd",
        "gopher://tool.example/",
        "//tool.example/",
        "https://",
        "https://user:secret@tool.example/",
        "http://127.0.0.1/",
        "http://[::1]:8000/",
        "http://localhost/",
        "http://desk.localhost/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1",
        "https://tool.example:99999/",
    ],
)
def test_such_a_url_is_refused_before_any_name_is_asked(url: str) -> None:
    with pytest.raises(Unreachable):
        check_url(url)


def test_a_form_names_the_field_and_the_reason() -> None:
    with pytest.raises(ValidationError) as refused:
        Webhook(name="x", url="http://10.0.0.1/", owner=User()).clean()
    assert "inside the house" in refused.value.message_dict["url"][0]


Answers = Callable[..., Any]


def naming(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """A name server that answers with these addresses, whatever it is asked."""

    async def answer(*_args: object, **_named: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in addresses]

    monkeypatch.setattr("asyncio.base_events.BaseEventLoop.getaddrinfo", lambda self, *a, **k: answer())


@pytest.mark.parametrize("addresses", [("10.0.0.5",), ("8.8.8.8", "127.0.0.1"), ("fe80::1%eth0",)])
def test_a_name_with_any_address_of_the_house_is_refused(
    monkeypatch: pytest.MonkeyPatch, addresses: tuple[str, ...]
) -> None:
    naming(monkeypatch, *addresses)
    with pytest.raises(Unreachable):
        asyncio.run(resolve("https://tool.example/hook"))


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    naming(monkeypatch, "8.8.8.8")
    target = asyncio.run(resolve("https://tool.example:8443/hook?a=1"))
    assert target.pinned_url == "https://8.8.8.8:8443/hook?a=1"
    assert (target.host, target.host_header) == ("tool.example", "tool.example:8443")


def test_a_numeric_disguise_is_seen_through(monkeypatch: pytest.MonkeyPatch) -> None:
    # 2130706433 is 127.0.0.1 to some resolvers: it counts what the name resolves to, not how it is written.
    naming(monkeypatch, "127.0.0.1")
    with pytest.raises(Unreachable):
        asyncio.run(resolve("http://2130706433/"))
