"""Where each setting is found: groups of tables, and of pages that stand elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models import User
from records.lifecycle import Text
from servicedesk.settings_pages import (
    agreements,
    catalogue,
    changes,
    complaints,
    grading,
    handovers,
    releases,
    reports,
    roster,
    surges,
    visits,
)
from servicedesk.settings_pages.tables import SettingsTable


@dataclass(frozen=True)
class Page:
    """A page of settings that is no plain table. `area` is what one must be allowed to see."""

    view: str
    label: Text
    hint: Text
    icon: str
    area: str = "settings"

    @property
    def url(self) -> str:
        return reverse(self.view)


@dataclass(frozen=True)
class Group:
    title: Text
    places: tuple[SettingsTable | Page, ...]

    def open_to(self, user: User) -> list[SettingsTable | Page]:
        return [
            place
            for place in self.places
            if user.rights.may(place.area if isinstance(place, Page) else "settings", "see")
        ]


MATRIX = Page(
    "desk:settings-matrix",
    _("Priority matrix"),
    _("Impact and urgency make the priority."),
    "grid-4x4",
)
HINTS = Page(
    "desk:settings-hints",
    _("Hints on the call pad"),
    _("When the call pad may suggest a category and a priority, and what it calls a storm."),
    "bulb",
)
ITEMS = Page(
    "desk:items",
    _("Configuration items"),
    _("The equipment and programs that records are about."),
    "devices-pc",
    "items",
)

GROUPS = (
    Group(
        _("What is promised"),
        (
            agreements.CALENDARS,
            agreements.EXCEPTIONS,
            agreements.SITE_CALENDARS,
            agreements.TEAM_CALENDARS,
            agreements.CONTRACTS,
            agreements.TARGETS,
        ),
    ),
    Group(
        _("How records are graded and classed"),
        (
            MATRIX,
            grading.CATEGORIES,
            grading.SYMPTOMS,
            grading.CLOSURE_CODES,
            grading.ESCALATION_RULES,
            HINTS,
        ),
    ),
    Group(
        _("What the house looks after"),
        (
            catalogue.SERVICES,
            ITEMS,
            catalogue.ITEM_CLASSES,
            catalogue.ATTRIBUTES,
            catalogue.PRODUCT_MODELS,
            catalogue.RELATION_TYPES,
        ),
    ),
    Group(
        _("How changes are judged and planned"),
        (
            changes.BOARDS,
            changes.DELEGATIONS,
            changes.FREEZES,
            changes.STANDARD_CHANGES,
            changes.SUPPLIERS,
            releases.HALT_RULES,
        ),
    ),
    Group(
        _("Who works when, and how visits are made"),
        (
            roster.PATTERNS,
            roster.COVER_RULES,
            roster.DUTY_RULES,
            handovers.BOOK_RULES,
            visits.RULES,
            visits.SPEEDS,
            visits.BASES,
        ),
    ),
    Group(
        _("How complaints are handled"),
        (complaints.LIMITS, complaints.CAUSES),
    ),
    Group(
        _("When it is a surge"),
        (surges.SURGE_RULES,),
    ),
    Group(
        _("Who is told of what"),
        (
            Page(
                "desk:notice-rules",
                _("Rules"),
                _("Who is told of what, by which channel, in which words."),
                "bell-cog",
            ),
            Page(
                "desk:notice-templates",
                _("Templates"),
                _("What a notice says, in each language of the desk."),
                "template",
            ),
            Page(
                "desk:webhooks",
                _("Webhooks"),
                _("Other systems that are told, with the log of what they answered."),
                "webhook",
            ),
            reports.PLANS,
            reports.READERS,
        ),
    ),
    Group(
        _("Who works here, and what each may do"),
        (
            Page(
                "people:users",
                _("Users"),
                _("Accounts with their roles, teams and skills."),
                "users",
                "people",
            ),
            Page("people:teams", _("Teams"), _("Who works on something together."), "users-group", "people"),
            Page("people:skills", _("Skills"), _("What somebody is able to do."), "certificate", "people"),
            Page(
                "people:duty-posts",
                _("Duty posts"),
                _("What somebody must always look after, with its holders A and B."),
                "user-shield",
                "people",
            ),
            Page(
                "people:rights",
                _("Roles and rights"),
                _("Who may do and see what."),
                "shield-lock",
                "rights",
            ),
            Page(
                "people:customers",
                _("Customers"),
                _("Customers with their sites, contacts and phone numbers."),
                "building",
                "customers",
            ),
            Page(
                "people:access-log",
                _("Access log"),
                _("Sign-ins, failures, and who gave whom what."),
                "history",
                "rights",
            ),
        ),
    ),
    Group(
        _("This installation"),
        (Page("health", _("Health"), _("What works and what waits."), "heartbeat"),),
    ),
)


def group_of(place: SettingsTable | Page) -> Group:
    return next(group for group in GROUPS if place in group.places)


def tabs(place: SettingsTable | Page, user: User) -> list[dict[str, Any]]:
    """The neighbours of a place, as tabs."""
    return [
        {"label": one.label, "icon": one.icon, "url": one.url, "is_current": one is place, "count": None}
        for one in group_of(place).open_to(user)
    ]


def shown_groups(user: User) -> Iterator[tuple[Group, list[SettingsTable | Page]]]:
    for group in GROUPS:
        if open_ones := group.open_to(user):
            yield group, open_ones
