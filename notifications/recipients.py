"""Who a rule tells: names that stand for people, found in the facts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications.directory import Directory, role_exists
from notifications.facts import Facts
from people.models import Contact, User
from records.models import FollowUp
from records.recipients import registered_recipients

Reader = User | Contact
Find = Callable[[Facts, Directory], Iterable[Reader]]


@dataclass(frozen=True)
class Token:
    """A name of people. `is_outside`: they are the customer's."""

    label: Any
    find: Find
    is_outside: bool = False


def _person(column: str) -> Find:
    return lambda facts, directory: directory.user(facts.after(column))


def _former(column: str) -> Find:
    """Who it was before this entry changed it."""

    def find(facts: Facts, directory: Directory) -> Iterable[Reader]:
        return directory.user(facts.before(column)) if facts.change(column) is not None else []

    return find


def _asked_of(facts: Facts, directory: Directory) -> Iterable[Reader]:
    return directory.user(facts.after("asked_of")) if facts.change("asked_of") is not None else []


def _asked_by(facts: Facts, directory: Directory) -> Iterable[Reader]:
    """The entry names of whom something was asked, and the follow-up itself by whom."""
    if facts.entry.step == "ask":
        return [directory.known(facts.actor)]
    asked_of, what = facts.change("asked_of"), facts.change("what")
    if asked_of is None or what is None:
        return []
    found = FollowUp.objects.filter(record_id=facts.record.pk, asked_of=asked_of[1]["id"], what=what[1])
    return directory.user(found.order_by("-pk").values_list("asked_by", flat=True).first())


def _contact(facts: Facts, directory: Directory) -> Iterable[Reader]:
    contact = facts.row("contact")
    return [contact] if contact is not None else []


TOKENS: dict[str, Token] = {
    "owner": Token(gettext_lazy("owner"), _person("owner")),
    "former_owner": Token(gettext_lazy("owner before it"), _former("owner")),
    "assignee": Token(gettext_lazy("assignee"), _person("assignee")),
    "former_assignee": Token(gettext_lazy("assignee before it"), _former("assignee")),
    "opened_by": Token(gettext_lazy("who opened it"), _person("opened_by")),
    "team": Token(gettext_lazy("team"), lambda facts, directory: directory.team(facts.after("team"))),
    "team_lead": Token(
        gettext_lazy("team leader"), lambda facts, directory: directory.lead(facts.row("team"))
    ),
    "desk": Token(gettext_lazy("desk"), lambda facts, directory: directory.team(facts.after("desk"))),
    "desk_lead": Token(
        gettext_lazy("desk leader"), lambda facts, directory: directory.lead(facts.row("desk"))
    ),
    "watchers": Token(gettext_lazy("watchers"), lambda facts, directory: directory.watchers(facts.record)),
    "asked_of": Token(gettext_lazy("who was asked"), _asked_of),
    "asked_by": Token(gettext_lazy("who asked"), _asked_by),
    "contact": Token(gettext_lazy("the customer's contact"), _contact, is_outside=True),
}

# `role:supervisor`, `desk:shift_leader`: the second part is a role.
BY_ROLE: dict[str, Callable[[Facts, Directory, str], Iterable[Reader]]] = {
    "role": lambda facts, directory, slug: directory.role(slug),
    "desk": lambda facts, directory, slug: directory.team_role(facts.after("desk"), slug),
    "team": lambda facts, directory, slug: directory.team_role(facts.after("team"), slug),
}


def tokens() -> dict[str, Token]:
    """Every plain name, those that floors above have registered included."""
    registered = {
        name: Token(
            recipient.label,
            lambda facts, directory, find=recipient.find: find(facts.record, facts.entry),  # type: ignore[misc]
            recipient.is_outside,
        )
        for name, recipient in registered_recipients().items()
    }
    return TOKENS | registered


def find(token: str, facts: Facts, directory: Directory) -> list[Reader]:
    """The people behind a name; nobody behind one that no longer exists."""
    scope, _colon, slug = token.partition(":")
    if slug:
        return list(BY_ROLE[scope](facts, directory, slug)) if scope in BY_ROLE else []
    declared = tokens().get(token)
    return list(declared.find(facts, directory)) if declared is not None else []


def is_outside(token: str) -> bool:
    declared = tokens().get(token)
    return declared is not None and declared.is_outside


def problem_with(token: str) -> str:
    """Why this is no recipient; empty where it is one."""
    scope, _colon, slug = token.partition(":")
    if not slug and token in tokens():
        return ""
    if slug and scope in BY_ROLE:
        return "" if role_exists(slug) else _("There is no role “%(role)s”.") % {"role": slug}
    return _("“%(token)s” is nobody. There are %(known)s, and role:, desk: or team: with a role's code.") % {
        "token": token,
        "known": ", ".join(tokens()),
    }
