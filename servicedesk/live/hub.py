"""One reader of the live channel per process, shared by all of its open streams."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

import redis.asyncio as redis
from django.conf import settings

from people.rights import Rights
from records.live import CHANNEL
from records.sight import admits

# A page that is this far behind fetches everything again rather than each change.
BACKLOG = 200
# Hosts may differ by this much about the time.
MARGIN_MILLISECONDS = 1_000
logger = logging.getLogger(__name__)


@dataclass(eq=False)
class Listener:
    """One open stream: who listens, to which topics, and what is still to be sent. None ends the stream."""

    rights: Rights
    topics: frozenset[str]
    queue: asyncio.Queue[dict[str, Any] | None] = field(default_factory=lambda: asyncio.Queue(BACKLOG))

    def wants(self, change: Mapping[str, Any]) -> bool:
        """Whether the change is on a topic asked for and about something this person may see, or could before it."""
        if self.topics.isdisjoint(change["topics"]):
            return False
        if "kind" not in change:
            # About one person, not about a record: only his own topic reaches him.
            return f"user:{self.rights.user_id}" in change["topics"]
        return admits(self.rights, change) or ("was" in change and admits(self.rights, change["was"]))

    def offer(self, change: dict[str, Any] | None) -> None:
        if self.queue.full():
            while not self.queue.empty():
                self.queue.get_nowait()
            change = None
        self.queue.put_nowait(change)


class Hub:
    """Passes changes on from Redis to the listeners of this process."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()
        self._task: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()

    async def join(self, listener: Listener) -> bool:
        """Add a listener. False where the channel is out of reach."""
        self._listeners.add(listener)
        if self._task is None or self._task.done():
            self._ready.clear()
            self._task = asyncio.create_task(self._listen())
        try:
            await asyncio.wait_for(self._ready.wait(), timeout=2)
        except TimeoutError:
            self.leave(listener)
            return False
        return True

    def leave(self, listener: Listener) -> None:
        self._listeners.discard(listener)
        if not self._listeners and self._task is not None:
            self._task.cancel()
            # Whoever joins while it still says good-bye to Redis gets a reader of its own.
            self._task = None
            self._ready.clear()

    async def _listen(self) -> None:
        client = redis.Redis.from_url(settings.REDIS_URL)
        try:
            newest = await client.xrevrange(CHANNEL, count=1)
            last = newest[0][0] if newest else b"0-0"
            if self._task is asyncio.current_task():
                self._ready.set()
            while True:
                for _channel, entries in await client.xread({CHANNEL: last}, block=0):
                    for _id, entry in entries:
                        self._pass_on(_change(entry))
                    last = entries[-1][0]
        except redis.RedisError:
            logger.warning("The live channel broke; open pages reconnect.")
        finally:
            if self._task is asyncio.current_task():
                self._ready.clear()
                for listener in self._listeners:
                    listener.offer(None)
            await client.aclose()

    async def catch_up(self, listener: Listener, *, milliseconds: int) -> None:
        """Offer what the listener missed since its page began to load, as one change on all topics concerned."""
        first = int(time.time() * 1_000) - milliseconds - MARGIN_MILLISECONDS
        client = redis.Redis.from_url(settings.REDIS_URL)
        try:
            entries = await client.xrange(CHANNEL, min=str(first))
        except redis.RedisError:
            return  # the reader hears of it too, and ends the stream
        finally:
            await client.aclose()
        missed = [change for _id, entry in entries if listener.wants(change := _change(entry))]
        if missed:
            concerned = {topic for change in missed for topic in change["topics"]}
            listener.offer({"topics": sorted(listener.topics & concerned)})

    def _pass_on(self, change: dict[str, Any]) -> None:
        for listener in self._listeners:
            if listener.wants(change):
                listener.offer(change)


def _change(entry: Mapping[bytes, bytes]) -> dict[str, Any]:
    change: dict[str, Any] = json.loads(entry[b"change"])
    return change


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def hub() -> Hub:
    """The hub of the running event loop."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub()
    return _hubs[loop]
