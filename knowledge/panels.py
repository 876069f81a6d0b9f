"""What stands beside an article: how often it was used, and whether it helped."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from knowledge.models import Article, Use
from knowledge.uses import Worth, worth_of
from people.models import User
from records.kinds import Panel
from records.models import Record

MOST_SHOWN = 8


def uses_of(record: Record, user: User) -> dict[str, Any]:
    """Counted are all uses; shown are those on records that this person sees."""
    assert isinstance(record, Article)
    newest = Use.objects.filter(article=record).select_related("by")
    uses = list(newest[:MOST_SHOWN])
    seen = Record.objects.visible_to(user).in_bulk([use.record_id for use in uses if use.record_id])
    return {
        "worth": worth_of([record.pk]).get(record.pk, Worth()),
        "uses": [
            (use, seen.get(use.record_id)) for use in uses if use.record_id is None or use.record_id in seen
        ],
    }


USES = Panel(name="uses", title=_("Used"), template="knowledge/uses_panel.html", context=uses_of, position=20)
