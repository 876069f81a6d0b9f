"""The desk that is measured: who reads, who writes, and what they send."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore

from benchmarks.client import Browser
from cmdb.models import Service
from demo.faults import FAULTS
from people import tokens
from people.models import Contact, User
from records.models import Category, Record
from records.models.reference import Level

PASSWORDS = "django.contrib.auth.backends.ModelBackend"


@dataclass
class Desk:
    """A running server over a filled database."""

    port: int
    dice: random.Random

    def page_headers(self, username: str = "agent") -> dict[str, str]:
        """A browser in which this person has signed in, and which opens a page."""
        return {**self._signed_in(username), "Sec-Fetch-Dest": "document"}

    def part_headers(self, username: str = "agent") -> dict[str, str]:
        """The same browser, when an open page fetches a part of itself."""
        return {**self._signed_in(username), "Sec-Fetch-Dest": "empty", "HX-Request": "true"}

    def _signed_in(self, username: str) -> dict[str, str]:
        user, session = User.objects.get(username=username), SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = PASSWORDS
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}"}

    def tool_headers(self, username: str = "agent") -> dict[str, str]:
        """A tool with a token of this person's."""
        user = User.objects.get(username=username)
        return {"Authorization": f"Bearer {tokens.issue(user, 'benchmark', by=user)[1]}"}

    def browser(self, headers: dict[str, str]) -> Browser:
        return Browser(self.port, headers)

    def numbers(self, count: int) -> list[str]:
        """Records to open: half of them open, half from anywhere in history."""
        found = Record.objects.filter(resolved_at=None, closed_at=None).order_by("-opened_at", "-pk")
        newest = list(found.values_list("number", flat=True)[: count // 2])
        last = Record.objects.order_by("-pk").values_list("pk", flat=True)[0]
        keys = [self.dice.randint(1, last) for _ in range(count - len(newest))]
        return newest + list(Record.objects.filter(pk__in=keys).values_list("number", flat=True))

    def incidents(self, count: int) -> list[dict[str, Any]]:
        """Incidents as a tool would send them: about callers, services and categories of the desk's own."""
        contacts = list(Contact.objects.order_by("pk").values_list("pk", flat=True))
        services = dict(Service.objects.values_list("code", "pk"))
        categories = dict(Category.objects.values_list("code", "pk"))
        return [
            {
                "title": self.dice.choice([fault.english, fault.chinese]),
                "description": f"{fault.english}. {fault.chinese}。",
                "impact": fault.impact,
                "urgency": self.dice.choice(Level.values),
                "contact": self.dice.choice(contacts),
                "service": services[fault.service],
                "category": categories[fault.category],
            }
            for fault in self.dice.choices(FAULTS, k=count)
        ]
