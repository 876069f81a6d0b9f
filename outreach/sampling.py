"""The sampled call-back: so many drawn at random, by a seed that anybody can draw again. `docs/algorithms/sampling.md`.

For whoever needs proof that customers are well again, an emergency before it ends:

    campaign = draw_sample(emergency, by=user, size=10, threshold_percent=90)
    ...
    rate = rate_of(campaign)         # rate.is_met once rate.is_complete

`draw_sample` takes the record whose kind has an `outreach.sources.Source`; its affected are the set that is drawn from.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from people.accounts import system_user
from people.models import User
from records.actions import advance, register
from records.models import Record
from releases.intervals import wilson

if TYPE_CHECKING:
    from outreach.models import Campaign


def digest(seed: str, key: str) -> str:
    """The hexadecimal SHA-256 of `seed:key` in UTF-8: `printf '%s' seed:key | sha256sum` says the same."""
    return hashlib.sha256(f"{seed}:{key}".encode()).hexdigest()


def in_order(seed: str, keys: Iterable[str]) -> list[str]:
    """The keys in the order of the draw. The first n are a sample of n; who follows them replaces in this order."""
    return sorted(set(keys), key=lambda key: (digest(seed, key), key))


@dataclass(frozen=True)
class Rate:
    """How many of a sample are well again. Per cent of those spoken to; `low` and `high` end the 95 % interval."""

    size: int
    recovered: int
    broken: int
    waiting: int
    unreached: int
    threshold: int

    @property
    def asked(self) -> int:
        return self.recovered + self.broken

    @property
    def percent(self) -> int | None:
        # Downwards: 89.6 % is not yet ninety.
        return 100 * self.recovered // self.asked if self.asked else None

    @cached_property
    def interval(self) -> tuple[float, float]:
        return wilson(self.recovered, self.asked)

    @property
    def low(self) -> int:
        return round(100 * self.interval[0])

    @property
    def high(self) -> int:
        return round(100 * self.interval[1])

    @property
    def is_complete(self) -> bool:
        """True where as many as were wanted have been spoken to, or nobody is left who could be."""
        return self.asked >= self.size or (self.waiting == 0 and self.asked > 0)

    @property
    def is_met(self) -> bool:
        return self.is_complete and 100 * self.recovered >= self.threshold * self.asked

    @property
    def cannot_be_met(self) -> bool:
        """True as soon as those still broken are too many, whatever the others say."""
        wanted = max(self.size, self.asked)
        return self.broken > 0 and 100 * (wanted - self.broken) < self.threshold * wanted


def rate_of(campaign: "Campaign") -> Rate:
    """The recovery rate of a sampled campaign, as it stands. One query."""
    from django.db.models import Count

    from outreach.models import CallTask

    fate = CallTask.Fate
    rows: Any = campaign.tasks.values_list("fate").annotate(count=Count("pk")).order_by()
    counts: dict[str, int] = dict(rows)
    unreached = (fate.REFUSED, fate.WRONG_NUMBER, fate.EXHAUSTED)
    return Rate(
        size=campaign.sample_size or sum(counts.values()),
        recovered=counts.get(fate.REACHED, 0),
        broken=counts.get(fate.BROKEN, 0),
        waiting=counts.get(fate.WAITING, 0),
        unreached=sum(counts.get(one, 0) for one in unreached),
        threshold=campaign.threshold_percent or 100,
    )


@transaction.atomic
def draw_sample(
    record: Record,
    *,
    by: User,
    size: int,
    threshold_percent: int,
    title: str = "",
    script: str = "",
    questions: Sequence[dict[str, Any]] = (),
    **fields: Any,
) -> "Campaign":
    """A running sampled call-back of whom the record affects, `size` of them, without waiting for a second person.

    `questions` as `outreach.questions.write_questions` takes them; `fields` are further columns of the campaign, such
    as its hours. It is registered by `by`, who needs the right; what the record's own plan asks for is approved and
    started by the system. Raises Forbidden; Refused where the record affects nobody who can be called.
    """
    from outreach.models import Campaign
    from outreach.questions import write_questions

    told = {"number": record.number}
    campaign: Campaign = register(
        Campaign,
        by=by,
        title=title or _("Are they well again? %(number)s") % told,
        script=script or _("We repaired the fault %(number)s. Is everything working again?") % told,
        purpose=Campaign.Purpose.SAMPLE,
        audience=Campaign.Audience.RECORD,
        for_record=record,
        sample_size=size,
        threshold_percent=threshold_percent,
        **fields,
    )
    if questions:
        write_questions(campaign, by=by, questions=questions)
    clock = system_user()
    campaign = advance(campaign, "approve", by=clock, note=_("The sample that its plan asks for."))
    return advance(campaign, "start", by=clock)
