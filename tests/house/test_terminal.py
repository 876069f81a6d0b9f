from __future__ import annotations

import pytest

from demo import staff
from itsm import terminal


def test_what_it_tells_of_the_demo_is_what_the_demo_lays_down() -> None:
    roles = {person.role.replace("_", "-") for person in staff.PEOPLE}
    assert set(terminal.DEMO_NAMES.split(", ")) - {"…"} <= roles
    assert terminal.DEMO_PASSWORD == staff.PASSWORD


def test_it_tells_how_to_come_in_and_how_to_stop(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ITSM_DEMO", "1")
    terminal.welcome("http://127.0.0.1:8000/")
    said = capsys.readouterr().out
    for words in ("Ready: http://127.0.0.1:8000/", "administrator", staff.PASSWORD, "Stop: Ctrl-C"):
        assert words in said


def test_it_names_no_password_outside_the_demo(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ITSM_DEMO", "0")
    terminal.welcome("http://127.0.0.1:8000/")
    assert staff.PASSWORD not in capsys.readouterr().out
