"""Every component says in words what its colour says, and joins its parts for a screen reader."""

from types import SimpleNamespace
from typing import Any

import pytest

from servicedesk.people_marks import hue_of, initials_of
from servicedesk.templatetags.icons import UnknownIcon
from tests.servicedesk.drawing import draw


def test_an_icon_is_inlined_and_silent_to_a_screen_reader() -> None:
    drawn = draw('{% icon "phone" %}')
    assert drawn.startswith("<svg")
    assert 'aria-hidden="true"' in drawn
    assert "<path d=" in drawn


def test_an_icon_alone_says_its_label() -> None:
    assert 'role="img" aria-label="Ring &lt;back&gt;"' in draw(
        '{% icon "phone" label=label %}', label="Ring <back>"
    )


@pytest.mark.parametrize("name", ["no-such-icon", "../../pyproject", "filled/phone", ""])
def test_it_refuses_an_unknown_icon(name: str) -> None:
    with pytest.raises(UnknownIcon):
        draw("{% icon name %}", name=name)


def test_an_unknown_icon_breaks_no_page_in_production(settings) -> None:
    settings.TESTING = settings.DEBUG = False
    assert "<svg" in draw('{% icon "no-such-icon" %}')


@pytest.mark.parametrize(
    ("given", "word"), [(1, "Critical"), ("3", "Medium"), ("P5", "Planning"), (None, "Not graded")]
)
def test_a_priority_has_a_word(given: Any, word: str) -> None:
    assert word in draw("{% priority given %}", given=given)


def test_a_short_priority_keeps_its_word_for_who_cannot_see_the_colour() -> None:
    drawn = draw("{% priority 2 short=True %}")
    assert 'title="High"' in drawn
    assert '<span class="visually-hidden">High</span>' in drawn


def test_a_state_has_the_words_and_tone_of_its_kind() -> None:
    drawn = draw("{% state record %}", record=SimpleNamespace(kind="incident", state="resolved"))
    assert 'data-tone="done"' in drawn
    assert "resolved" in drawn.lower()


def test_an_unknown_tone_is_shown_all_the_same() -> None:
    assert 'data-tone="active"' in draw("{% badge 'odd' 'unheard-of' %}")


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Li Na", "LN"),
        ("王小明", "小明"),
        ("陳怡君", "怡君"),
        ("赵磊", "赵磊"),
        ("Prince", "P"),
        ("", "?"),
        ("Ana de la Cruz", "AC"),
    ],
)
def test_initials_are_those_that_colleagues_would_write(name: str, initials: str) -> None:
    assert initials_of(name) == initials


def test_a_persons_colour_is_the_same_everywhere() -> None:
    assert hue_of(7) == hue_of("7")
    assert {hue_of(number) for number in range(200)} == set(range(1, 9))


def test_nobody_is_said_in_words() -> None:
    assert "nobody yet" in draw("{% person who %}", who=None)


def test_a_number_opens_its_list() -> None:
    drawn = draw("{% figure 'Open' 12 '/queues/?open' before=15 good='down' against='last Monday' %}")
    assert 'href="/queues/?open"' in drawn
    assert 'data-way="better"' in drawn
    assert "-3" in drawn
    assert "against last Monday" in drawn


@pytest.mark.parametrize(("before", "words"), [(12, "±0"), (None, ""), ("", "")])
def test_a_number_without_change_claims_none(before: Any, words: str) -> None:
    drawn = draw("{% figure 'Open' 12 '/q/' before=before %}", before=before)
    assert words in drawn
    assert 'data-way="worse"' not in drawn


def test_a_level_sparkline_runs_through_the_middle() -> None:
    assert 'points="3,12 48,12 93,12"' in draw("{% sparkline values %}", values=[5, 5, 5])


def test_bars_are_words_too() -> None:
    drawn = draw("{% bars values 'Calls' %}", values=[(3, "08:00 <3>"), (0, "08:30")])
    assert 'aria-label="Calls"' in drawn
    assert "<title>08:00 &lt;3&gt;</title>" in drawn
    assert drawn.count("<rect") == 2


def test_a_chart_has_its_table() -> None:
    drawn = draw(
        "{% chart 'intake' option 'Calls' head rows %}",
        option={"a": '"><script>'},
        head=["Hour"],
        rows=[["08", 3]],
    )
    assert 'data-chart="{&quot;a&quot;:&quot;\\&quot;&gt;&lt;script&gt;&quot;}"' in drawn
    assert '<th scope="row">08</th>' in drawn


def test_nothing_that_a_chart_needs_is_lost_in_a_swap() -> None:
    """HTMX takes every script element out of what it swaps in, also one that only holds data."""
    assert "<script" not in draw("{% chart 'intake' option 'Calls' %}", option={"series": []})


def test_a_live_part_names_its_topics_and_its_address() -> None:
    drawn = draw("<p {% live 'board' number url=here %}></p>", number="INC0000001", here="/part/?a=1&b=2")
    assert 'data-live="board INC0000001"' in drawn
    assert 'hx-get="/part/?a=1&amp;b=2"' in drawn
