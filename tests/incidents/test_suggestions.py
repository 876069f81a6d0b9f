"""What closed incidents teach, and when it is said."""

import subprocess
import sys

import numpy as np
import pytest

from incidents.learning import learn
from incidents.models import HintPolicy, Lesson, Question, Suggestion
from incidents.suggestions import Taught, remember, suggest
from incidents.tasks import learn_from_closed_incidents
from records.quoting import readable
from tests import cast
from tests.incidents.history import category, closed_incidents

pytestmark = pytest.mark.django_db


@pytest.fixture
def _taught() -> None:
    closed_incidents(240)
    learn_from_closed_incidents()


@pytest.mark.usefixtures("_taught")
@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("The printer has a paper jam again", "printer"),
        ("打印机又卡纸了", "printer"),
        ("cannot reach the remote server, connection drops", "network"),
        ("远程服务器连接不上", "network"),
        ("PASSWORD expired", "account"),
    ],
)
def test_it_suggests_the_category_in_both_languages(said: str, code: str) -> None:
    suggested = suggest(said)
    assert suggested.category == category(code)
    assert suggested.category_guess is not None
    assert suggested.category_guess.sureness > 0.6
    assert suggested.category_guess.learned_from == 80


@pytest.mark.usefixtures("_taught")
def test_it_suggests_the_priority_that_such_incidents_had() -> None:
    suggested = suggest("No connection to the remote server")
    assert (suggested.impact, suggested.urgency, suggested.priority) == (2, 2, 2)


@pytest.mark.usefixtures("_taught")
def test_it_says_which_words_spoke_for_it() -> None:
    guess = suggest("paper jam in the printer of the big counter").category_guess
    assert guess is not None
    assert set(guess.because) <= {"paper", "jam", "printer"}
    assert "printer" in guess.because


@pytest.mark.usefixtures("_taught")
def test_chinese_words_are_shown_whole_and_not_in_pairs() -> None:
    guess = suggest("营业厅的打印机").category_guess
    assert guess is not None
    assert guess.because == ["打印机"]


def test_overlapping_pairs_grow_together_and_keep_the_order_of_strength() -> None:
    assert readable(["务器", "接服", "服务", "连接"], "连接服务器") == ["连接服务器"]
    assert readable(["务器", "连接", "服务"], "连接服务器") == ["服务器", "连接"]


@pytest.mark.usefixtures("_taught")
@pytest.mark.parametrize("said", ["", "   ", "zebra giraffe", "password", "the the the", "印"])
def test_it_is_silent_where_the_words_say_nothing(said: str) -> None:
    assert suggest(said).guesses == []


def test_it_is_silent_when_it_is_not_sure_enough() -> None:
    closed_incidents(300, noise=0.4)
    learn(Question.CATEGORY)
    assert suggest("paper jam in the printer", HintPolicy(least_sure=95)).category is None
    assert suggest("paper jam in the printer", HintPolicy(least_sure=40)).category == category("printer")


@pytest.mark.usefixtures("_taught")
def test_it_does_not_suggest_a_category_that_is_no_longer_in_use() -> None:
    chosen = category("printer")
    chosen.is_active = False
    chosen.save()
    assert suggest("The printer has a paper jam").category is None


@pytest.mark.usefixtures("_taught")
def test_it_is_silent_when_the_policy_says_so() -> None:
    HintPolicy.objects.create(is_suggesting=False)
    assert suggest("The printer has a paper jam").guesses == []


def test_it_is_silent_until_it_has_enough() -> None:
    closed_incidents(99)
    assert learn(Question.CATEGORY) is None
    assert suggest("The printer has a paper jam").guesses == []


def test_an_answer_given_too_seldom_is_not_learned() -> None:
    closed_incidents(240)
    lesson = learn(Question.CATEGORY, HintPolicy(least_per_answer=81))
    assert lesson is None


def test_how_right_it_was_is_measured_on_incidents_it_had_not_seen() -> None:
    closed_incidents(600, noise=0.25)
    lesson = learn(Question.CATEGORY)
    assert lesson is not None
    assert lesson.tested_on == 60
    assert lesson.accuracy is not None
    # A quarter is filed at random, a third of that rightly: 5 in 6 are right at best.
    assert 0.65 < lesson.accuracy < 0.95


def test_how_sure_it_says_it_is_agrees_with_how_often_it_is_right() -> None:
    closed_incidents(900, noise=0.3)
    learn(Question.CATEGORY)
    said = [
        suggest(text).category_guess for text in ("paper jam in the receipt printer, toner is empty",) * 2
    ]
    assert said[0] is not None
    assert 0.65 < said[0].sureness < 0.95


def test_a_lesson_holds_arrays_only() -> None:
    closed_incidents(240)
    lesson = learn(Question.CATEGORY)
    assert lesson is not None
    taught = Taught.unpack(bytes(lesson.weights))
    assert taught.weights.shape == (3, len(taught.vocabulary))
    assert taught.answers.dtype == np.int64
    evil = np.array([{"a": 1}], dtype=object)
    with pytest.raises(ValueError, match="Object arrays"):
        Taught.unpack(_packed(evil))


def _packed(array: np.ndarray) -> bytes:
    import io

    buffer = io.BytesIO()
    np.savez(buffer, vocabulary=array)
    return buffer.getvalue()


def test_older_lessons_keep_their_figures_and_lose_their_arrays() -> None:
    closed_incidents(240)
    lessons = [learn(Question.CATEGORY) for _ in range(3)]
    assert all(lessons)
    emptied = Lesson.objects.order_by("id").values_list("weights", flat=True)
    assert [bool(weights) for weights in emptied] == [False, True, True]


@pytest.mark.usefixtures("_taught")
def test_a_second_beat_does_not_learn_again() -> None:
    learn_from_closed_incidents()
    assert Lesson.objects.count() == len(Question)


@pytest.mark.usefixtures("_taught")
def test_what_the_agent_chose_is_kept_beside_what_was_suggested() -> None:
    suggested = suggest("The printer has a paper jam")
    incident = cast.incident(category=category("network"), impact=4, urgency=4)
    remember(incident, suggested)
    kept = {row.lesson.question: (row.answer, row.chosen) for row in Suggestion.objects.all()}
    assert kept == {
        "category": (category("printer").pk, category("network").pk),
        "grade": (44, 44),
    }


@pytest.mark.usefixtures("_taught")
def test_suggesting_costs_few_queries(django_assert_max_num_queries: object) -> None:
    suggest("The printer has a paper jam")
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        suggest("The printer has a paper jam")


def test_pages_do_not_load_scikit_learn() -> None:
    code = (
        "import django, sys; django.setup(); import itsm.urls, incidents.suggestions, incidents.tasks;"
        "assert not {'sklearn', 'scipy'} & sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
