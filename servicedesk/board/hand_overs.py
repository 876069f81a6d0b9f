"""Hand-over books on the board: a shift is over and both have not signed."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _now

from handovers.reading import unsigned
from people.models import User
from servicedesk.board.attention import Need, Rank, register_need


@register_need
def books_that_are_not_signed(user: User) -> Iterator[Need]:
    for book in unsigned(user):
        told = _now("hand-over not signed") if book.outgoing_at is None else _now("hand-over not taken over")
        url = reverse("desk:hand-over", args=[book.pk])
        shift = f"{localtime(book.starts_at):%H:%M}–{localtime(book.ends_at):%H:%M}"
        yield Need(Rank.HAND_OVER, book.ends_at, told, str(book.desk), shift, url, "notebook", "waiting")
