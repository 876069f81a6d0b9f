"""Learning from the desk's own closed incidents. The arithmetic is told in docs/algorithms/suggestions.md."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from incidents.models import HintPolicy, Incident, Lesson, Question
from incidents.suggestions import LEAST_KNOWN_WORDS, TEXT_LIMIT, Taught, priorities_of
from records.words import words

MOST_RECORDS = 20_000  # the newest: what was true of an older desk misleads
MOST_WORDS = 20_000
LEAST_USES_OF_A_WORD = 2
TESTED_SHARE = 0.2
KEPT_LESSONS = 2

Answers = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How the lesson did on incidents it had not seen."""

    tested_on: int
    spoke_on: int
    right_on: int


def learn(question: str, policy: HintPolicy | None = None) -> Lesson | None:
    """Learn anew from the newest closed incidents, and put the lesson into use. None where there are too few."""
    policy = policy or HintPolicy.current()
    texts, answers = _frequent(*_closed(question), policy.least_per_answer)
    if len(texts) < policy.least_records or len(set(answers.tolist())) < 2:
        return None
    taught, outcome = _teach(texts, answers, question, policy.least_sure / 100)
    lesson = Lesson.objects.create(
        question=question,
        learned_from=len(texts),
        answers=len(taught.answers),
        weights=taught.pack(),
        **vars(outcome),
    )
    _retire(question)
    return lesson


def _retire(question: str) -> None:
    """Keep the figures of every lesson, the arrays of the newest few."""
    kept = (
        Lesson.objects.filter(question=question).order_by("-id").values_list("pk", flat=True)[:KEPT_LESSONS]
    )
    Lesson.objects.filter(question=question).exclude(pk__in=list(kept)).update(weights=b"")


def _closed(question: str) -> tuple[list[str], Answers]:
    """Texts and answers of the newest resolved incidents, oldest first."""
    solved = Incident.objects.filter(kind="incident", resolved_at__isnull=False).order_by("-resolved_at")
    if question == Question.CATEGORY:
        solved = solved.filter(category__isnull=False)
    rows = list(solved.values_list("title", "description", "category_id", "impact", "urgency")[:MOST_RECORDS])
    texts = [f"{title}\n{description}"[:TEXT_LIMIT] for title, description, *_ in reversed(rows)]
    answers = [
        category if question == Question.CATEGORY else impact * 10 + urgency
        for *_, category, impact, urgency in reversed(rows)
    ]
    return texts, np.array(answers, dtype=np.int64)


def _frequent(texts: Sequence[str], answers: Answers, least: int) -> tuple[list[str], Answers]:
    """Without the answers that were given too seldom to be learned."""
    known, counts = np.unique(answers, return_counts=True)
    is_kept = np.isin(answers, known[counts >= least])
    return [text for text, kept in zip(texts, is_kept, strict=True) if kept], answers[is_kept]


def _teach(texts: list[str], answers: Answers, question: str, least_sure: float) -> tuple[Taught, Outcome]:
    """Fit on the older part, calibrate and test on the newer, then learn from all of it what is put into use."""
    cut = len(texts) - max(2, int(len(texts) * TESTED_SHARE))
    trial = _fit(texts[:cut], answers[:cut])
    temperature = _temperature(trial, texts[cut::2], answers[cut::2])
    outcome = _test(
        _cooled(trial, temperature), texts[cut + 1 :: 2], answers[cut + 1 :: 2], question, least_sure
    )
    return _cooled(_fit(texts, answers), temperature), outcome


def _fit(texts: Sequence[str], answers: Answers) -> Taught:
    # Loaded here: only the worker that learns pays for scikit-learn's memory.
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    vectorizer = TfidfVectorizer(
        analyzer=words, min_df=LEAST_USES_OF_A_WORD, max_features=MOST_WORDS, dtype=np.float32
    )
    table = vectorizer.fit_transform(texts)
    regression = LogisticRegression(C=10.0, max_iter=200).fit(table, answers)
    weights, bias = _one_row_each(regression)
    counts = [int((answers == answer).sum()) for answer in regression.classes_]
    return Taught(
        vocabulary=vectorizer.get_feature_names_out().tolist(),
        rarity=vectorizer.idf_.astype(np.float32),
        weights=weights.astype(np.float32),
        bias=bias.astype(np.float32),
        answers=regression.classes_.astype(np.int64),
        counts=np.array(counts, dtype=np.int64),
    )


def _one_row_each(regression: Any) -> tuple[NDArray[Any], NDArray[Any]]:
    """scikit-learn gives two answers a single row between them."""
    weights, bias = regression.coef_, regression.intercept_
    if len(regression.classes_) == 2:
        return np.vstack([-weights / 2, weights / 2]), np.concatenate([-bias / 2, bias / 2])
    return weights, bias


def _cooled(taught: Taught, temperature: float) -> Taught:
    return replace(taught, weights=taught.weights / temperature, bias=taught.bias / temperature)


def _temperature(taught: Taught, texts: Sequence[str], answers: Answers) -> float:
    """The one number by which the scores are divided so that "80 % sure" is right four times in five.

    Guo et al., "On Calibration of Modern Neural Networks", 2017: temperature scaling.
    """
    from scipy.optimize import minimize_scalar

    rows = {int(answer): row for row, answer in enumerate(taught.answers)}
    known = [
        (text, rows[int(answer)]) for text, answer in zip(texts, answers, strict=True) if int(answer) in rows
    ]
    if not known:
        return 1.0
    scores = [taught.scores(*taught.known(text)) for text, _ in known]

    def surprise(logarithm: float) -> float:
        return float(
            sum(
                _log_sum(score / np.exp(logarithm)) - score[row] / np.exp(logarithm)
                for score, (_, row) in zip(scores, known, strict=True)
            )
        )

    return float(np.exp(minimize_scalar(surprise, bounds=(-2.0, 2.0), method="bounded").x))


def _log_sum(scores: NDArray[np.float64]) -> float:
    return float(scores.max() + np.log(np.exp(scores - scores.max()).sum()))


def _test(
    taught: Taught, texts: Sequence[str], answers: Answers, question: str, least_sure: float
) -> Outcome:
    """Right means what the agent sees: the category itself, or the priority that the grade leads to."""
    voices = list(taught.answers) if question == Question.CATEGORY else priorities_of(taught.answers)
    truths = list(answers) if question == Question.CATEGORY else priorities_of(answers)
    spoke = right = 0
    for text, truth in zip(texts, truths, strict=True):
        said, sureness = _says(taught, text, voices)
        spoke += int(sureness >= least_sure)
        right += int(sureness >= least_sure and said == truth)
    return Outcome(tested_on=len(texts), spoke_on=spoke, right_on=right)


def _says(taught: Taught, text: str, voices: Sequence[Any]) -> tuple[Any, float]:
    places, values = taught.known(text)
    if len(places) < LEAST_KNOWN_WORDS:
        return None, 0.0
    total: dict[Any, float] = {}
    for voice, share in zip(voices, taught.sureness(places, values), strict=True):
        total[voice] = total.get(voice, 0.0) + float(share)
    return max(total.items(), key=lambda said: said[1])
