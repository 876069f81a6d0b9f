"""Boxes on a customer's page that floors above declare: the services, the open records.

An app declares its panels in `<app>/customer_panels.py`, found at start-up.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from people.models import Customer, User


@dataclass(frozen=True, kw_only=True)
class CustomerPanel:
    """`context` answers None where there is nothing this person may see."""

    name: str
    title: str | Promise
    icon: str
    template: str
    context: Callable[[Customer, User], dict[str, Any] | None]
    position: int = 50


_panels: dict[str, CustomerPanel] = {}


def register_customer_panel(panel: CustomerPanel) -> CustomerPanel:
    _panels[panel.name] = panel
    return panel


def panels_for(customer: Customer, user: User) -> list[tuple[CustomerPanel, dict[str, Any]]]:
    """The panels that have something to show to this person, in order."""
    drawn = []
    for panel in sorted(_panels.values(), key=lambda panel: panel.position):
        context = panel.context(customer, user)
        if context is not None:
            drawn.append((panel, context))
    return drawn
