"""Pages by cursor: the thousandth costs what the first does."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

ORDERS = {
    "newest": ("-opened_at", "-id"),
    "oldest": ("opened_at", "id"),
    "due": ("due_at", "id"),
    "priority": ("priority", "-opened_at", "-id"),
    "changed": ("-updated_at", "-id"),
}


class ByCursor(CursorPagination):
    page_size = 25
    max_page_size = 200
    page_size_query_param = "limit"
    cursor_query_param = "cursor"
    ordering = ("-id",)

    def get_ordering(self, request: Request, queryset: QuerySet[Any], view: Any) -> tuple[str, ...]:
        return tuple(str(name) for name in queryset.query.order_by) or self.ordering
