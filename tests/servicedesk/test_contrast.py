"""WCAG 2.2, 1.4.3 and 1.4.11, computed from the style sheets in both themes."""

import re
from pathlib import Path

import pytest
from django.conf import settings

CSS = Path(settings.BASE_DIR) / "servicedesk" / "static" / "desk" / "css"
COLOUR = r"#[0-9a-f]{6}|#[0-9a-f]{3}\b"
TEXT, SHAPE = 4.5, 3.0
THEMES = ("light", "dark")

TONES = ("red", "orange", "amber", "blue", "green", "violet", "grey")
ON_TEXT_GROUNDS = [
    (text, ground)
    for text in ("ink", "ink-2", "ink-3", "brand", "brand-strong", *TONES)
    for ground in ("ground", "paper", "paper-2")
]
ON_RAISED_GROUNDS = [(text, "paper-3") for text in ("ink", "ink-2")]
ON_WASHES = [(tone, f"{tone}-wash") for tone in TONES] + [
    ("brand-strong", "brand-wash"),
    ("ink", "brand-wash"),
]
INK_ON_WASHES = [("ink", f"{tone}-wash") for tone in TONES]


def tokens(theme: str) -> dict[str, str]:
    text = (CSS / "tokens.css").read_text()
    pairs = re.findall(rf"--([\w-]+): light-dark\(({COLOUR}), ({COLOUR})\);", text)
    return {name: light if theme == "light" else dark for name, light, dark in pairs}


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_arithmetic_is_that_of_the_guideline() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#fff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), ON_TEXT_GROUNDS + ON_RAISED_GROUNDS + ON_WASHES + INK_ON_WASHES)
def test_text_can_be_read_on_its_ground(text: str, ground: str, theme: str) -> None:
    colours = tokens(theme)
    assert contrast(colours[text], colours[ground]) >= TEXT


@pytest.mark.parametrize("theme", THEMES)
def test_the_border_of_a_control_can_be_seen(theme: str) -> None:
    colours = tokens(theme)
    assert contrast(colours["edge"], colours["paper"]) >= SHAPE


@pytest.mark.parametrize("arc", ["green", "amber", "orange", "red", "brand"])
@pytest.mark.parametrize("theme", THEMES)
def test_the_arc_of_a_clock_can_be_told_from_its_track(arc: str, theme: str) -> None:
    colours = tokens(theme)
    assert contrast(colours[arc], colours["paper"]) >= SHAPE


def test_white_can_be_read_on_every_filled_ground() -> None:
    text = (CSS / "parts.css").read_text()
    marks = re.findall(rf"--mark: ({COLOUR})", text)
    buttons = re.findall(rf"--tblr-btn-(?:hover-|active-)?bg: light-dark\(({COLOUR}), ({COLOUR})\)", text)
    badges = re.findall(rf'data-priority="1"\] {{\s*background: light-dark\(({COLOUR}), ({COLOUR})\)', text)
    grounds = [*marks, *(colour for pair in buttons + badges for colour in pair)]
    assert len(marks) == 9
    assert len(buttons) >= 4
    assert len(badges) == 1
    assert {ground: contrast("#fff", ground) for ground in grounds if contrast("#fff", ground) < TEXT} == {}
