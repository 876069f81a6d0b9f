"""Posting to webhooks: many addresses at once, each within a deadline that no slow answer can stretch."""

import asyncio
import time
import uuid
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import httpx

from notifications import signing
from notifications.addresses import Unreachable, resolve

DEADLINE_SECONDS = 10.0
RUN_SECONDS = 30.0
EXCERPT_BYTES = 2_000
EXCERPT = 500
GONE = 410
# The address itself is in trouble, not this message: the others for it wait too.
DOWN = (408, 425, 429)


@dataclass(frozen=True)
class Letter:
    """One message to one webhook. `key` is the caller's own name for it."""

    key: int
    url: str
    secret: str = field(repr=False)
    body: bytes
    request_id: uuid.UUID


@dataclass(frozen=True)
class Reply:
    """What came of one attempt. `error` is a reason of ours or what the network said; "" where it arrived."""

    letter: Letter
    status: int | None = None
    milliseconds: int = 0
    answer: str = ""
    error: str = ""

    @property
    def has_arrived(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def is_down(self) -> bool:
        return not self.has_arrived and (self.status is None or self.status >= 500 or self.status in DOWN)


def post_all(batches: Iterable[list[Letter]]) -> list[Reply]:
    """Post each batch in order, the batches side by side. A batch ends early when its address is down.

    What was not tried has no reply.
    """
    # In a thread of its own, since the caller's may have an event loop already.
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, _post_all(list(batches))).result()


async def _post_all(batches: list[list[Letter]]) -> list[Reply]:
    ends_at = time.monotonic() + RUN_SECONDS
    # Proxies of the environment would connect to an address that nobody checked.
    async with httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=DEADLINE_SECONDS) as client:
        done = await asyncio.gather(*(_post_in_order(client, batch, ends_at) for batch in batches))
    return [reply for replies in done for reply in replies]


async def _post_in_order(client: httpx.AsyncClient, letters: list[Letter], ends_at: float) -> list[Reply]:
    replies: list[Reply] = []
    for letter in letters:
        if time.monotonic() >= ends_at:
            break
        replies.append(await post(client, letter))
        if replies[-1].is_down:
            break
    return replies


async def post(client: httpx.AsyncClient, letter: Letter) -> Reply:
    """One attempt. Never raises for what the other side does."""
    started = time.monotonic()
    try:
        async with asyncio.timeout(DEADLINE_SECONDS):
            status, answer = await _sent(client, letter)
        error = _objection(status)
    except Unreachable as refused:
        status, answer, error = None, "", refused.reason
    except TimeoutError:
        status, answer, error = None, "", "timeout"
    except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as failure:
        status, answer, error = None, "", f"{type(failure).__name__}: {failure}"[:300]
    spent = round((time.monotonic() - started) * 1000)
    return Reply(letter, status=status, milliseconds=spent, answer=answer, error=error)


async def _sent(client: httpx.AsyncClient, letter: Letter) -> tuple[int, str]:
    target = await resolve(letter.url)
    headers = signing.headers(
        letter.secret, request_id=str(letter.request_id), timestamp=int(time.time()), body=letter.body
    )
    request = client.build_request(
        "POST",
        target.pinned_url,
        content=letter.body,
        headers=headers | {"host": target.host_header},
        # The certificate must be that of the name, although the connection goes to the address.
        extensions={"sni_hostname": target.host},
    )
    answer = await client.send(request, stream=True)
    try:
        return answer.status_code, await _beginning(answer)
    finally:
        await answer.aclose()


async def _beginning(answer: httpx.Response) -> str:
    begun = b""
    async for chunk in answer.aiter_raw():
        begun += chunk
        if len(begun) >= EXCERPT_BYTES:
            break
    text = begun[:EXCERPT_BYTES].decode("utf-8", "replace")
    # PostgreSQL stores no NUL, and a log line no control characters.
    return "".join(letter if letter.isprintable() else " " for letter in text).strip()[:EXCERPT]


def _objection(status: int) -> str:
    if 200 <= status < 300:
        return ""
    if 300 <= status < 400:
        return "redirect"
    return "gone" if status == GONE else f"HTTP {status}"
