"""The web's way in: pages in a fixed pool of threads, live streams on the event loop (docs/decisions/0001)."""

from __future__ import annotations

import os
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from asgiref.sync import sync_to_async
from django.core.asgi import get_asgi_application
from django.db import connections

from itsm.wsgi import application as wsgi_application

PAGE_THREADS = int(os.environ.get("ITSM_PAGE_THREADS", "10"))
LIVE = "/live/"


class Pages:
    """Django's WSGI application in a pool of threads, each of which keeps its database connection."""

    def __init__(self) -> None:
        self.pool: Any = WSGIMiddleware(cast("Any", wsgi_application), workers=PAGE_THREADS)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async def receive_all() -> Any:
            message = await receive()
            if message["type"] == "http.disconnect":
                # The pool would take a broken-off upload for a complete one.
                raise ConnectionResetError("The client went away before its request was complete.")
            return message

        await self.pool(scope, receive_all, send)


class Live:
    """Django's asynchronous application, for streams that last for hours.

    To find out who is there costs a stream a database connection; it is given back before the stream begins,
    or every open board would hold one.
    """

    def __init__(self) -> None:
        self.django = get_asgi_application()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async def send_without_connection(event: Any) -> None:
            if event["type"] == "http.response.start":
                await sync_to_async(connections.close_all)()
            await send(event)

        await self.django(scope, receive, send_without_connection)


class Application:
    """Sends each request to the side that suits it."""

    def __init__(self) -> None:
        self.pages = Pages()
        self.live = Live()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            side = self.live if scope["path"].startswith(LIVE) else self.pages
            await side(scope, receive, send)


application = Application()
