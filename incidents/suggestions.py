"""Words of a call into a suggested category and priority, by what closed incidents taught.

Answering takes a dictionary and two small arrays: no process that serves pages loads scikit-learn. The arithmetic is
told in docs/algorithms/suggestions.md.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from django.db.models import Max
from numpy.typing import NDArray

from incidents.models import HintPolicy, Incident, Lesson, Question, Suggestion
from records.models import Category, PriorityRule
from records.priorities import default_priority
from records.quoting import readable, says_something
from records.words import words

LEAST_KNOWN_WORDS = 2
REASONS_SHOWN = 3
TEXT_LIMIT = 2_000  # characters: what matters is said early


@dataclass(frozen=True)
class Taught:
    """The arrays of one lesson: for each answer a weight per word, already calibrated."""

    vocabulary: list[str]
    rarity: NDArray[np.float32]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    answers: NDArray[np.int64]
    counts: NDArray[np.int64]

    @cached_property
    def places(self) -> dict[str, int]:
        return {word: place for place, word in enumerate(self.vocabulary)}

    def pack(self) -> bytes:
        """As npz: arrays of numbers and one of bytes, nothing that runs when it is read."""
        buffer = io.BytesIO()
        np.savez_compressed(
            buffer,
            vocabulary=np.frombuffer("\n".join(self.vocabulary).encode(), dtype=np.uint8),
            rarity=self.rarity.astype(np.float32),
            weights=self.weights.astype(np.float16),
            bias=self.bias.astype(np.float32),
            answers=self.answers.astype(np.int64),
            counts=self.counts.astype(np.int64),
        )
        return buffer.getvalue()

    @classmethod
    def unpack(cls, packed: bytes) -> "Taught":
        with np.load(io.BytesIO(packed), allow_pickle=False) as arrays:
            return cls(
                vocabulary=arrays["vocabulary"].tobytes().decode().split("\n"),
                rarity=arrays["rarity"],
                weights=arrays["weights"].astype(np.float32),
                bias=arrays["bias"],
                answers=arrays["answers"],
                counts=arrays["counts"],
            )

    def known(self, text: str) -> tuple[list[int], NDArray[np.float32]]:
        """Places of the text's known words, and the weight of each: its rarity, brought to length one."""
        places = [self.places[word] for word in words(text[:TEXT_LIMIT]) if word in self.places]
        values = self.rarity[places]
        length = float(np.linalg.norm(values))
        return places, values / length if length else values

    def sureness(self, places: list[int], values: NDArray[np.float32]) -> NDArray[np.float64]:
        """How probable each answer is; they add up to 1."""
        shares: NDArray[np.float64] = np.exp(_below_zero(self.scores(places, values)))
        return shares / float(shares.sum())

    def scores(self, places: list[int], values: NDArray[np.float32]) -> NDArray[np.float64]:
        return np.asarray(self.weights[:, places] @ values + self.bias, dtype=np.float64)

    def reasons(self, text: str, places: list[int], values: NDArray[np.float32], answer: int) -> list[str]:
        """The words that spoke for the answer, above what they say for any answer, strongest first."""
        spoken = (self.weights[answer, places] - self.weights[:, places].mean(axis=0)) * values
        order = [place for place in np.argsort(-spoken) if spoken[place] > 0]
        strongest = [self.vocabulary[places[place]] for place in order]
        telling = [word for word in strongest if says_something(word)]
        return readable(telling[: 2 * REASONS_SHOWN], text)[:REASONS_SHOWN]


def _below_zero(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shifted so that the exponential cannot overflow."""
    return np.asarray(scores - scores.max())


@dataclass(frozen=True, kw_only=True)
class Guess:
    """One suggestion. `sureness` is a calibrated probability, `learned_from` the closed incidents with this answer."""

    lesson_id: int
    answer: int
    sureness: float
    learned_from: int
    because: list[str]

    @property
    def percent(self) -> int:
        return min(99, round(self.sureness * 100))


@dataclass(frozen=True, kw_only=True)
class Suggested:
    """What the desk's history says about a text. Each part is None where it has nothing sure to say."""

    is_taught: bool = False  # whether the desk has closed enough to learn from

    category: Category | None = None
    category_guess: Guess | None = None
    impact: int = 0
    urgency: int = 0
    priority: int = 0
    grade_guess: Guess | None = None

    @property
    def guesses(self) -> list[Guess]:
        return [guess for guess in (self.category_guess, self.grade_guess) if guess is not None]


_loaded: dict[int, Taught] = {}


def _current() -> dict[str, int]:
    newest = Lesson.objects.exclude(weights=b"").order_by().values("question")
    return dict(newest.annotate(newest=Max("id")).values_list("question", "newest"))


def _taught(lesson_id: int) -> Taught:
    """A lesson's arrays, read from the database once per process."""
    if lesson_id not in _loaded:
        packed = Lesson.objects.values_list("weights", flat=True).get(pk=lesson_id)
        _loaded[lesson_id] = Taught.unpack(bytes(packed))
        for old in sorted(_loaded)[: -2 * len(Question)]:
            _loaded.pop(old, None)
    return _loaded[lesson_id]


def suggest(text: str, policy: HintPolicy | None = None) -> Suggested:
    """Category and priority for the text; empty where nothing was learned or nothing is sure enough."""
    policy = policy or HintPolicy.current()
    lessons = _current() if policy.is_suggesting else {}
    found: dict[str, object] = {"is_taught": bool(lessons)}
    if Question.CATEGORY in lessons:
        found |= _category(lessons[Question.CATEGORY], text, policy.least_sure / 100)
    if Question.GRADE in lessons:
        found |= _grade(lessons[Question.GRADE], text, policy.least_sure / 100)
    return Suggested(**found)  # type: ignore[arg-type]


def _category(lesson_id: int, text: str, least: float) -> dict[str, object]:
    taught = _taught(lesson_id)
    places, values = taught.known(text)
    if len(places) < LEAST_KNOWN_WORDS:
        return {}
    sureness = taught.sureness(places, values)
    best = int(sureness.argmax())
    if sureness[best] < least:
        return {}
    category = Category.objects.filter(pk=int(taught.answers[best]), is_active=True).first()
    guess = _guess(lesson_id, text, [best], best)
    return {"category": category, "category_guess": guess} if category else {}


def _grade(lesson_id: int, text: str, least: float) -> dict[str, object]:
    """What the agent asks for is the priority: the grades that lead to the same one speak with one voice."""
    taught = _taught(lesson_id)
    places, values = taught.known(text)
    if len(places) < LEAST_KNOWN_WORDS:
        return {}
    sureness = taught.sureness(places, values)
    voices: dict[int, list[int]] = {}
    for place, priority in enumerate(priorities_of(taught.answers)):
        voices.setdefault(priority, []).append(place)
    priority, members = max(voices.items(), key=lambda voice: float(sureness[voice[1]].sum()))
    if float(sureness[members].sum()) < least:
        return {}
    best = max(members, key=lambda place: float(sureness[place]))
    impact, urgency = divmod(int(taught.answers[best]), 10)
    guess = _guess(lesson_id, text, members, best)
    return {"impact": impact, "urgency": urgency, "priority": priority, "grade_guess": guess}


def priorities_of(grades: Iterable[int]) -> list[int]:
    """The priority that each grade, impact × 10 + urgency, leads to. One query."""
    rules = {(rule.impact, rule.urgency): rule.priority for rule in PriorityRule.objects.all()}
    pairs = [divmod(int(grade), 10) for grade in grades]
    return [rules.get(pair) or default_priority(*pair) for pair in pairs]


def _guess(lesson_id: int, text: str, members: list[int], best: int) -> Guess:
    taught = _taught(lesson_id)
    places, values = taught.known(text)
    return Guess(
        lesson_id=lesson_id,
        answer=int(taught.answers[best]),
        sureness=float(taught.sureness(places, values)[members].sum()),
        learned_from=int(taught.counts[members].sum()),
        because=taught.reasons(text, places, values, best),
    )


def remember(incident: Incident, suggested: Suggested) -> None:
    """Keep what was suggested beside what the agent chose."""
    chosen = {
        Question.CATEGORY: incident.category_id,
        Question.GRADE: incident.impact * 10 + incident.urgency,
    }
    asked = ((Question.CATEGORY, suggested.category_guess), (Question.GRADE, suggested.grade_guess))
    Suggestion.objects.bulk_create(
        [
            Suggestion(
                lesson_id=guess.lesson_id,
                incident=incident,
                answer=guess.answer,
                chosen=chosen[question],
                sureness=guess.sureness,
            )
            for question, guess in asked
            if guess is not None
        ],
        ignore_conflicts=True,
    )
