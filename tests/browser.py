"""A real browser before the real ASGI application, on the test database."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest
import uvicorn
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from itsm.asgi import application
from people.models import User

FLAGS = ["--no-sandbox", "--headless=new", "--disable-gpu", "--disable-background-networking"]
WAIT_MILLISECONDS = 30_000  # only what does not come is waited for so long, however busy the machine
MISSING = "no Chromium here: apt-get install chromium, or set CHROMIUM to its path"

expect.set_options(timeout=WAIT_MILLISECONDS)


def chromium() -> str | None:
    """Where the browser is, or None."""
    names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
    return os.environ.get("CHROMIUM") or next((path for path in map(shutil.which, names) if path), None)


class LiveServer(uvicorn.Server):
    """The ASGI application as `make run` serves it, in a thread of the test's own process."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        super().__init__(uvicorn.Config(application, log_level="warning", lifespan="off"))
        self.thread = threading.Thread(target=self.run, args=([self.listener],), daemon=True)

    def __enter__(self) -> LiveServer:
        self.thread.start()
        while not self.started:
            time.sleep(0.01)
        return self

    def __exit__(self, *_: object) -> None:
        self.should_exit = True
        self.force_exit = True
        self.thread.join(timeout=10)


@pytest.fixture(scope="session")
def _live_server() -> Iterator[LiveServer]:
    with LiveServer() as server:
        yield server


@pytest.fixture
def live(_live_server: LiveServer, transactional_db: None) -> str:
    """The address of a live server on the test database, without a slash at its end."""
    return _live_server.url


@pytest.fixture(scope="session")
def _browser() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(MISSING)
    with sync_playwright() as playwright:
        # Playwright leaves a running event loop in this thread, so Django's guard would take every query of
        # the test for one made from asynchronous code.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def context(_browser: Browser, live: str) -> Iterator[BrowserContext]:
    """A fresh browser profile whose relative addresses are the live server's."""
    context = _browser.new_context(base_url=live, viewport={"width": 1440, "height": 900}, locale="en-GB")
    context.set_default_timeout(WAIT_MILLISECONDS)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def new_page(_browser: Browser, live: str) -> Iterator[Callable[..., Page]]:
    """Makes pages for several people at once, each in a profile of its own; takes new_context's options."""
    contexts: list[BrowserContext] = []

    def make(**options: object) -> Page:
        contexts.append(_browser.new_context(base_url=live, **options))  # type: ignore[arg-type]
        contexts[-1].set_default_timeout(WAIT_MILLISECONDS)
        return contexts[-1].new_page()

    yield make
    for context in contexts:
        context.close()


def sign_in(page: Page, user: User) -> Page:
    """Signs `user` in on this page's profile by a session of their own, past the sign-in form."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    page.context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": str(session.session_key),
                "domain": "127.0.0.1",
                "path": "/",
            }
        ]
    )
    return page
