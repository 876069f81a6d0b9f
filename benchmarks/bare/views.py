"""The empty views."""

from __future__ import annotations

import re

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from benchmarks.bare.recording import kept
from records.live import announcer

# As much as the stream asks of an announcement, to pass it on to somebody who sees every incident.
SEEN_BY_ALL = {"topics": ["board", "incident"], "kind": "incident", "version": 1} | dict.fromkeys(
    ("owner_id", "assignee_id", "opened_by_id", "team_id", "desk_id", "customer_id")
)
RETURNS_KEY = re.compile(r'INSERT INTO "(records_record|records_journalentry)"')


@login_not_required
def reading(request: HttpRequest) -> HttpResponse:
    recording = kept(request.GET["name"])[request.GET["path"]]
    with connection.cursor() as cursor:
        for statement in recording.statements:
            cursor.execute(statement)
            if cursor.description:
                cursor.fetchall()
    return HttpResponse(recording.body, content_type=recording.content_type)


@login_not_required
@csrf_exempt
def creation(request: HttpRequest) -> HttpResponse:
    """The statements of a registration, with a number and keys of their own in place of the recorded ones."""
    recording = kept("creation")["creation"]
    new: dict[str, str] = {}
    with connection.cursor() as cursor:
        for statement in recording.statements:
            cursor.execute(_renewed(statement, recording.given, new))
            if "nextval(" in statement:
                new["number"] = f"{cursor.fetchone()[0]:07d}"
            elif inserted := RETURNS_KEY.search(statement):
                new[inserted[1]] = str(cursor.fetchone()[0])
            elif cursor.description:
                cursor.fetchall()
    announcer.publish(SEEN_BY_ALL | {"number": f"INC{new['number']}"})
    return HttpResponse(recording.body, content_type=recording.content_type, status=201)


def _renewed(statement: str, given: dict[str, str], new: dict[str, str]) -> str:
    for name, value in new.items():
        # From a million on a number has as many digits as a key, and may be the same.
        before = "(?<=inc)" if name == "number" else "(?<![0-9a-z])"
        statement = re.sub(rf"(?i){before}{given[name]}(?![0-9])", value, statement)
    return statement
