"""Pages by key: the thousandth costs what the first does, and no row is left out or told twice."""

import base64
import binascii
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from servicedesk.queues.ordering import LAST_ID, Key, Order, Page, page_of
from servicedesk.queues.ordering import ORDERS as PAGE_ORDERS
from servicedesk.queues.reading import BadFilter

# As the pages order their queues; and what changed last, for whoever follows the open work.
CHANGED = Order(
    name="changed",
    label="",
    keys=(Key("updated_at", is_descending=True, is_moment=True), LAST_ID),
)
ORDERS = {**PAGE_ORDERS, CHANGED.name: CHANGED}
DEFAULT_SIZE, MOST = 25, 200
AFTER, BEFORE = "after", "before"


class ByCursor(BasePagination):
    """`?limit=` rows a page; `next` and `previous` are the addresses beside it, or null.

    Not REST framework's own cursor: that one counts rows of the same key, and stops counting at a thousand.
    """

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        return self.rows(queryset, request, order_of(queryset))

    def rows(self, queryset: QuerySet[Any], request: Request, order: Order) -> list[Any]:
        """The rows of the page that the request asks for. Raises ValidationError naming `limit` or `cursor`."""
        self.address = request.build_absolute_uri()
        way, key = _read(request.query_params.get("cursor", ""))
        try:
            self.page: Page = page_of(queryset, order, **{way: key}, size=_size(request))  # type: ignore[arg-type]
        except BadFilter as error:
            raise _no_place() from error
        return list(self.page.rows)

    def get_paginated_response(self, data: Any) -> Response:
        return Response(
            {
                "next": self._beside(AFTER, self.page.older),
                "previous": self._beside(BEFORE, self.page.newer),
                "results": data,
            }
        )

    def _beside(self, way: str, key: str) -> str | None:
        if not key:
            return None
        cursor = base64.urlsafe_b64encode(f"{way}:{key}".encode()).decode().rstrip("=")
        return replace_query_param(self.address, "cursor", cursor)

    def get_paginated_response_schema(self, schema: Any) -> dict[str, Any]:
        address = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": address, "previous": address, "results": schema},
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        size = {"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT_SIZE}
        return [
            {"name": "limit", "in": "query", "description": "Rows in a page.", "schema": size},
            {
                "name": "cursor",
                "in": "query",
                "description": "As `next` and `previous` carry it.",
                "schema": {"type": "string"},
            },
        ]


def order_of(queryset: QuerySet[Any]) -> Order:
    """The order that the rows are in already: names of numbers, and of moments where they end in `_at`."""
    names = [str(name) for name in queryset.query.order_by] or ["-id"]
    keys = [
        Key(name.lstrip("-"), is_descending=name.startswith("-"), is_moment=name.endswith("_at"))
        for name in names
    ]
    return Order(name="", label="", keys=tuple(keys))


def _size(request: Request) -> int:
    text = request.query_params.get("limit", "") or str(DEFAULT_SIZE)
    if not (text.isascii() and text.isdigit() and len(text) < 9 and 1 <= int(text) <= MOST):
        raise ValidationError({"limit": [_("Give a whole number from 1 to %(most)s.") % {"most": MOST}]})
    return int(text)


def _read(cursor: str) -> tuple[str, str]:
    if not cursor:
        return AFTER, ""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (binascii.Error, ValueError) as error:
        raise _no_place() from error
    way, _colon, key = text.partition(":")
    if way not in (AFTER, BEFORE) or not key:
        raise _no_place()
    return way, key


def _no_place() -> ValidationError:
    return ValidationError(
        {"cursor": [_("This is no place in this list: take the address of `next` or `previous` as it is.")]}
    )
