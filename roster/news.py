"""Who is told of a swap: whoever has to answer, whoever asked, and both whose shift a planner gave away."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate, localtime

from people.models import User
from records.tidings import Tiding, register_tidings
from roster.models import News, Shift, Swap

What = News.What


def of_swap(swap: Swap, what: str, *, by: User, readers: tuple[User, ...]) -> None:
    """Written in the transaction of the swap. Nobody is told of what he did himself."""
    News.objects.bulk_create(
        News(
            what=what,
            reader=reader,
            by=by,
            shift=words_of(swap.shift),
            in_return=words_of(swap.in_return) if swap.in_return else "",
            taker=str(swap.taker),
            note=swap.reason,
        )
        for reader in dict.fromkeys(readers)
        if reader.pk != by.pk
    )


def of_take_over(rest: Shift, giver: User, *, by: User) -> None:
    News.objects.bulk_create(
        News(what=What.ARRANGED, reader=reader, by=by, shift=words_of(rest), taker=str(rest.user))
        for reader in (giver, rest.user)
        if reader.pk != by.pk
    )


def words_of(shift: Shift) -> str:
    """`2026-11-26 15:00–23:00`, with the day of its end where that is another one."""
    start, end = localtime(shift.starts_at), localtime(shift.ends_at)
    is_same_day = localdate(start) == localdate(end - timedelta(microseconds=1))
    until = f"{end:%H:%M}" if is_same_day or end - start < timedelta(hours=24) else f"{end:%Y-%m-%d %H:%M}"
    return f"{start:%Y-%m-%d %H:%M}–{until}"


@register_tidings
def untold_news(most: int) -> list[Tiding]:
    rows = News.objects.filter(told_at__isnull=True, reader__is_active=True).select_related("reader", "by")
    found = list(rows.select_for_update(of=("self",), skip_locked=True).order_by("pk")[:most])
    News.objects.filter(pk__in=[one.pk for one in found]).update(told_at=timezone.now())
    return [_tiding(one) for one in found]


def _tiding(one: News) -> Tiding:
    values = {
        "actor": str(one.by), "what": one.shift, "changes": one.in_return, "assignee": one.taker, "note": one.note,
    }  # fmt: skip
    return Tiding(reader=one.reader, template=one.what, path=reverse("desk:roster"), values=values)
