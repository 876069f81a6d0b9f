"""Addresses that show what the ASGI application does with a request; used as ROOT_URLCONF by test_asgi.py."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator

from asgiref.sync import sync_to_async
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

went_away = threading.Event()
completed: list[int] = []


def server_process() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


@login_not_required
def database(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"pid": server_process(), "thread": threading.get_ident()})


@login_not_required
def query(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"q": request.GET.get("q")})


@login_not_required
@csrf_exempt
def upload(request: HttpRequest) -> HttpResponse:
    size = len(request.body)
    completed.append(size)
    return JsonResponse({"size": size})


@login_not_required
async def stream(request: HttpRequest) -> StreamingHttpResponse:
    pid = await sync_to_async(server_process)()

    async def events() -> AsyncIterator[bytes]:
        yield f"data: {pid}\n\n".encode()
        try:
            while True:
                await asyncio.sleep(0.05)
                yield b": still here\n\n"
        finally:
            went_away.set()

    return StreamingHttpResponse(events(), content_type="text/event-stream")


urlpatterns = [
    path("database", database),
    path("query", query),
    path("upload", upload),
    path("live/stream", stream),
]
