"""An article used: said at once, counted, and told in the journal of the record it was used on."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from knowledge.models import Use
from people.models import User
from records.actions import remark
from records.errors import Refused
from records.events import Event, register_event
from records.models import Record

register_event(
    Event(
        name="article_helped",
        label=_("An article helped"),
        sentence=_("used %(article)s: it helped"),
        icon="book",
        tone="done",
    )
)
register_event(
    Event(
        name="article_did_not_help",
        label=_("An article did not help"),
        sentence=_("tried %(article)s: it did not help"),
        icon="book-off",
        tone="waiting",
    )
)


class Spoken(Protocol):
    """What is read out to callers: an article, an advisory."""

    pk: int
    number: str
    title: str

    @property
    def script(self) -> str: ...

    @property
    def is_offered(self) -> bool: ...


@dataclass(frozen=True)
class Worth:
    """How often an article was used, and how often it helped."""

    times: int = 0
    helped: int = 0

    @property
    def did_not_help(self) -> int:
        return self.times - self.helped

    @property
    def share(self) -> float:
        """The share of uses that helped, 0 to 1; a half where nobody knows yet (Laplace's rule of succession)."""
        return (self.helped + 1) / (self.times + 2)


@transaction.atomic
def use(
    article: Spoken, *, by: User, has_helped: bool, record: Record | None = None, via: str = "page"
) -> Use:
    """Say that the article was used. Said again of the same record, the last word counts.

    Raises Forbidden where the person may not remark on the record, Refused where the article is not published.
    """
    if not article.is_offered:
        raise Refused(
            _("Only a published article is used: this one is not, or no longer."), code="not_published"
        )
    if record is None:
        return Use.objects.create(article_id=article.pk, by=by, has_helped=has_helped)
    told = Use.objects.filter(article=article.pk, record=record.pk).first()
    if told is not None and told.has_helped == has_helped:
        return told
    remark(
        record,
        by=by,
        text="",
        via=via,
        step="article_helped" if has_helped else "article_did_not_help",
        changes={"article": [None, {"id": article.pk, "label": str(article)}]},
    )
    said = {"by": by, "at": timezone.now(), "has_helped": has_helped}
    return Use.objects.update_or_create(article_id=article.pk, record_id=record.pk, defaults=said)[0]


def worth_of(articles: Iterable[int]) -> dict[int, Worth]:
    """By key; what was never used is left out. One query."""
    counted = (
        Use.objects.filter(article__in=list(articles))
        .order_by()
        .values("article")
        .annotate(times=Count("pk"), helped=Count("pk", filter=Q(has_helped=True)))
    )
    return {row["article"]: Worth(row["times"], row["helped"]) for row in counted}
