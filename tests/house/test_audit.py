"""The audit of what is locked: holes fail it, and silence is never told as safety."""

import json

import pytest

from itsm.audit import of_browser, of_python, report


def python(*packages: dict[str, object]) -> str:
    return json.dumps({"dependencies": list(packages), "fixes": []})


SOUND = {"name": "celery", "version": "5.7.0", "vulns": []}
HOLED = {"name": "django", "version": "1.0", "vulns": [{"id": "PYSEC-1"}, {"id": "CVE-2"}]}
UNKNOWN = {"name": "django", "skip_reason": "Dependency not found on PyPI"}


def test_a_known_hole_fails_it_and_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert not report("Python packages", of_python(python(SOUND, HOLED)))
    assert "django 1.0 has known holes: PYSEC-1, CVE-2" in capsys.readouterr().out


def test_without_one_it_says_how_many_were_asked_and_who_is_unknown(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert report("Python packages", of_python(python(SOUND, UNKNOWN)))
    told = capsys.readouterr().out
    assert "no known holes in 1 packages" in told
    assert "django is unknown to the service" in told


@pytest.mark.parametrize("told", ["", "connection refused", "[]", python(UNKNOWN)])
def test_a_service_that_knows_nothing_is_a_loud_skip(told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert report("Python packages", of_python(told))
    assert "SKIPPED" in capsys.readouterr().out


def test_the_browsers_packages_are_asked_for_too() -> None:
    told = {
        "vulnerabilities": {"echarts": {"severity": "high"}},
        "metadata": {"dependencies": {"total": 12}},
    }
    answer = of_browser(json.dumps(told))
    assert (answer.asked, answer.holes) == (12, {"echarts": "high"})
    assert of_browser(json.dumps({"message": "405 Method Not Allowed"})).is_silent
