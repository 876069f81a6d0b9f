"""The live stream: server-sent events that name what changed; pages then fetch the parts that show it."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.sessions.models import Session
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone

from people.models import User
from people.rights import Rights
from servicedesk.live.hub import Hub, Listener, hub

PING_SECONDS = 15
MAX_TOPICS = 100
MAX_TOPIC_LENGTH = 60
LONGEST_PAST = 60_000  # milliseconds; pages older than that are fetched anew by their own clock
TOLD = ("topics", "number", "kind", "version")

# Looking a person up again needs a database connection: two for all streams of a process, not one each.
_lookups = ThreadPoolExecutor(max_workers=2, thread_name_prefix="live-rights")


def _rights_now(user_id: int, session_key: str) -> Rights | None:
    """What the person may see by now; None where the session has ended or the account is closed."""
    close_old_connections()
    user = User.objects.filter(pk=user_id, is_active=True).first()
    is_signed_in = Session.objects.filter(session_key=session_key, expire_date__gt=timezone.now()).exists()
    return user.rights if user is not None and is_signed_in else None


async def _look_up(user_id: int, session_key: str) -> Rights | None:
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_lookups, _rights_now, user_id, session_key)


def _topics(request: HttpRequest, user_id: int) -> frozenset[str]:
    """The topics asked for, without other people's."""
    asked = request.GET.get("topics", "").split(",")[:MAX_TOPICS]
    mine = f"user:{user_id}"
    return frozenset(
        topic
        for topic in asked
        if 0 < len(topic) <= MAX_TOPIC_LENGTH and (topic == mine or not topic.startswith("user:"))
    )


def _past(request: HttpRequest) -> int:
    """How many milliseconds ago the page that asks began to load; what changed since is told first. 0 unasked."""
    asked = request.GET.get("past", "")
    return min(int(asked), LONGEST_PAST) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0


@login_not_required  # says 403 itself, which a script can read; a page to sign in on it cannot
async def stream(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """GET /live/stream/?topics=board,incident,INC0000123&past=800 — 403 signed out, 503 while Redis is out of reach."""
    if request.method != "GET":
        return HttpResponse(status=405, headers={"Allow": "GET"})
    user: Any = await request.auser()
    session_key = request.session.session_key or ""
    rights = await _look_up(user.pk, session_key) if user.is_authenticated else None
    if rights is None:
        return HttpResponse(status=403)
    listener = Listener(rights, _topics(request, user.pk))
    station = hub()
    if not await station.join(listener):
        return HttpResponse(status=503, headers={"Retry-After": "5"})
    if past := _past(request):
        await station.catch_up(listener, milliseconds=past)
    response = StreamingHttpResponse(
        _events(station, listener, session_key), content_type="text/event-stream"
    )
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response


async def _events(station: Hub, listener: Listener, session_key: str) -> AsyncIterator[bytes]:
    try:
        yield b"retry: 2000\n\nevent: ping\ndata: {}\n\n"
        looked_up_at = time.monotonic()
        while True:
            change: dict[str, Any] | None = {}
            # However much there is to tell: who was shut out meanwhile is told no more.
            left = looked_up_at + PING_SECONDS - time.monotonic()
            with suppress(TimeoutError):
                change = await asyncio.wait_for(listener.queue.get(), max(left, 0))
            if change is None:
                return
            if change:
                yield _event("change", {name: change[name] for name in TOLD if name in change})
                continue
            rights = await _look_up(listener.rights.user_id, session_key)
            if rights is None:
                return
            listener.rights, looked_up_at = rights, time.monotonic()
            yield _event("ping", {})
    finally:
        station.leave(listener)


def _event(name: str, data: dict[str, Any]) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n".encode()
