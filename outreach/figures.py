"""How far a campaign has come, and what was answered, as figures. Every number is that of a list of its people."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from django.db.models import Count

from outreach.models import Answer, CallTask, Campaign, Question

Fate = CallTask.Fate
NEVER = (Fate.DO_NOT_CALL, Fate.NO_NUMBER, Fate.NOT_DRAWN)
UNREACHED = (Fate.REFUSED, Fate.WRONG_NUMBER, Fate.EXHAUSTED)
LATEST = 5
MOST_BARS = 12


@dataclass(frozen=True)
class Progress:
    """The people of a campaign by what became of them."""

    by_fate: Mapping[str, int]

    def of(self, *fates: str) -> int:
        return sum(self.by_fate.get(fate, 0) for fate in fates)

    @property
    def people(self) -> int:
        return sum(self.by_fate.values())

    @property
    def to_call(self) -> int:
        """Everybody who was or is to be called."""
        return self.people - self.of(*NEVER)

    @property
    def spoken_to(self) -> int:
        return self.of(*CallTask.SPOKEN_TO)

    @property
    def unreached(self) -> int:
        return self.of(*UNREACHED)

    @property
    def waiting(self) -> int:
        return self.of(Fate.WAITING)

    @property
    def settled(self) -> int:
        return self.to_call - self.waiting

    @property
    def reach_percent(self) -> int | None:
        """Spoken to, of those of whom it is known what became of them."""
        return round(100 * self.spoken_to / self.settled) if self.settled else None

    @property
    def rows(self) -> list[tuple[str, Any, int]]:
        return [(key, label, self.by_fate[key]) for key, label in Fate.choices if self.by_fate.get(key)]


def progress_of(campaign: Campaign) -> Progress:
    return progress_of_many([campaign.pk])[campaign.pk]


def progress_of_many(campaigns: Iterable[int]) -> dict[int, Progress]:
    """One query, however many."""
    keys = list(campaigns)
    rows = CallTask.objects.filter(campaign__in=keys).values_list("campaign", "fate").order_by()
    counted: dict[int, dict[str, int]] = {key: {} for key in keys}
    for campaign, fate, count in rows.annotate(count=Count("pk")):
        counted[campaign][fate] = count
    return {key: Progress(found) for key, found in counted.items()}


@dataclass(frozen=True)
class Answered:
    """One question with what was said: counts of words, or figures of numbers, or the last texts."""

    question: Question
    count: int
    words: list[tuple[str, str, int]] = field(default_factory=list)
    numbers: dict[str, Any] = field(default_factory=dict)
    texts: list[Answer] = field(default_factory=list)
    contradictions: int = 0


def answers_of(campaign: Campaign) -> list[Answered]:
    """What those who were spoken to answered, question by question. What was typed and led to nothing is no answer."""
    questions = list(campaign.questions.all())
    said: dict[int, list[tuple[str, Any, Any]]] = {one.pk: [] for one in questions}
    rows = Answer.objects.filter(question__campaign=campaign, task__fate__in=CallTask.SPOKEN_TO).order_by(
        "pk"
    )
    for question, text, number, discrepancy in rows.values_list("question", "text", "number", "discrepancy"):
        said[question].append((text, number, discrepancy))
    return [_answered(question, said[question.pk]) for question in questions]


def _answered(question: Question, said: list[tuple[str, Any, Any]]) -> Answered:
    sort = Question.Sort
    if question.sort == sort.NUMBER:
        return Answered(question, len(said), numbers=_numbers([number for _text, number, _found in said]))
    if question.sort == sort.TEXT:
        spoken = Answer.objects.filter(question=question, task__fate__in=CallTask.SPOKEN_TO)
        latest = spoken.select_related("task__customer").order_by("-at", "-pk")[:LATEST]
        return Answered(question, len(said), texts=list(latest))
    counted = Counter(text for text, _number, _found in said)
    wrong = sum(found is not None for _text, _number, found in said)
    return Answered(question, len(said), words=_words(question, counted), contradictions=wrong)


def _words(question: Question, counted: Counter[str]) -> list[tuple[str, str, int]]:
    """Stored word, word to read, count: in the question's own order, or the commonest first."""
    from django.utils.translation import gettext as _

    if question.sort == Question.Sort.YES_NO:
        return [("yes", _("yes"), counted["yes"]), ("no", _("no"), counted["no"])]
    if question.sort == Question.Sort.CHOICE:
        return [(word, word, counted[word]) for word in question.options]
    return [(word, word, count) for word, count in counted.most_common(MOST_BARS)]


def _numbers(numbers: list[Any]) -> dict[str, Any]:
    if not numbers:
        return {}
    mean = sum(numbers) / len(numbers)
    return {"least": min(numbers), "median": median(numbers), "mean": round(mean, 2), "most": max(numbers)}
