"""`/healthz`: this process answers. `/readyz`: it can also do its work, and if not, why; and what waits."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache as once

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from itsm.tasks import HEARTBEAT_SECONDS, redis
from notifications import health as telling


class Unready(Exception):
    """A part does not work; the message says which and why, and holds no secret."""


def database_answers() -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        raise Unready("The database does not answer.") from error


@once
def migrations_are_applied() -> None:
    # Remembered once true (an exception is not): the plan costs a fifth of a second, and probes come often.
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        raise Unready("The migrations cannot be read: the database does not answer.") from error
    if waiting:
        raise Unready(f"{len(waiting)} migrations wait to be applied.")


def redis_answers() -> None:
    try:
        with redis() as server:
            server.ping()
    except RedisError as error:
        raise Unready("Redis does not answer.") from error


def worker_beats() -> None:
    try:
        with redis() as server:
            is_alive = server.exists(settings.HEARTBEAT_KEY)
    except RedisError as error:
        raise Unready("The worker cannot be heard: Redis does not answer.") from error
    if not is_alive:
        raise Unready(f"No worker has been heard for {HEARTBEAT_SECONDS} seconds.")


CHECKS: dict[str, Callable[[], None]] = {
    "database": database_answers,
    "migrations": migrations_are_applied,
    "redis": redis_answers,
    "worker": worker_beats,
}


# Told, not judged: a web process that were taken out of service since mails wait would help nobody.
FIGURES: dict[str, Callable[[], float]] = {
    "oldest_untold_seconds": telling.oldest_untold_seconds,
    "oldest_unsent_seconds": telling.oldest_unsent_seconds,
}


def figures() -> dict[str, float | None]:
    """How far telling is behind; None where the database cannot say."""
    try:
        return {name: round(measure(), 1) for name, measure in FIGURES.items()}
    except DatabaseError:
        return dict.fromkeys(FIGURES)


def outcome(check: Callable[[], None]) -> str:
    try:
        check()
    except Unready as reason:
        return str(reason)
    return "ok"


@never_cache
@require_safe
@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "alive"})


@never_cache
@require_safe
@login_not_required
def readyz(request: HttpRequest) -> JsonResponse:
    checks = {name: outcome(check) for name, check in CHECKS.items()}
    is_ready = all(result == "ok" for result in checks.values())
    status = "ready" if is_ready else "not ready"
    told = {"status": status, "checks": checks, "figures": figures()}
    return JsonResponse(told, status=200 if is_ready else 503)
