"""`python -m itsm.audit`: known holes in what is locked, for Python and for the browser. Part of `make check`.

It asks services on the network. What they do not know they cannot clear: nothing asked is told loudly as a skip and
never as "no holes found".
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from itsm.places import BASE

PYTHON = ["--require-hashes", "--disable-pip", "--progress-spinner=off", "--format=json", "--requirement"]
LOCK = BASE / "requirements" / "dev.txt"


@dataclass
class Answer:
    """What one service said: how many packages it looked at, the holes by package, and what it does not know."""

    asked: int = 0
    holes: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)

    @property
    def is_silent(self) -> bool:
        return self.asked == 0


def of_python(told: str) -> Answer:
    """From pip-audit's JSON; whatever else it is, nothing was asked."""
    answer = Answer()
    for package in _read(told).get("dependencies", []):
        if "skip_reason" in package:
            answer.unknown.append(package["name"])
            continue
        answer.asked += 1
        if holes := package["vulns"]:
            answer.holes[f"{package['name']} {package['version']}"] = ", ".join(one["id"] for one in holes)
    return answer


def of_browser(told: str) -> Answer:
    """From npm's JSON."""
    read = _read(told)
    answer = Answer(asked=read.get("metadata", {}).get("dependencies", {}).get("total", 0))
    for name, hole in read.get("vulnerabilities", {}).items():
        answer.holes[name] = hole["severity"]
    return answer


def _read(told: str) -> dict[str, Any]:
    try:
        read = json.loads(told)
    except json.JSONDecodeError:
        return {}
    return read if isinstance(read, dict) else {}


def report(name: str, answer: Answer) -> bool:
    """Whether nothing is known against the packages. Says what was found, and what could not be asked."""
    if answer.is_silent:
        print(f"!!! {name}: SKIPPED, the service knows none of the packages. Is the network within reach?")
        return True
    for package, holes in answer.holes.items():
        print(f"{name}: {package} has known holes: {holes}")
    for package in answer.unknown:
        print(f"{name}: {package} is unknown to the service")
    if not answer.holes:
        print(f"{name}: no known holes in {answer.asked} packages")
    return not answer.holes


def main() -> int:
    pip_audit = Path(sys.executable).with_name("pip-audit")
    answers = {"Python packages": of_python(_ask([str(pip_audit), *PYTHON, str(LOCK)]))}
    if npm := shutil.which("npm"):
        answers["front-end packages"] = of_browser(_ask([npm, "audit", "--json"]))
    sound = {name: report(name, answer) for name, answer in answers.items()}
    return 0 if all(sound.values()) else 1


def _ask(command: list[str]) -> str:
    return subprocess.run(command, cwd=BASE, capture_output=True, text=True, check=False).stdout


if __name__ == "__main__":
    sys.exit(main())
