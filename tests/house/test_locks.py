"""What is installed is what was locked, and the lock tells no address it came from."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from itsm.places import BASE

LOCKS = sorted((BASE / "requirements").glob("*.txt"))
PINNED = re.compile(r"^(?P<name>[a-z0-9][a-z0-9._-]*)==(?P<version>[^ ;\\]+)", re.IGNORECASE)
ADDRESS = re.compile(r"https?://|git\+|file:|--(extra-)?index-url|--find-links")
# Written so that this file does not hold what it looks for.
REGISTRIES = [".".join(words) for words in [("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org")]]


def entries(lock: Path) -> list[str]:
    """One string per package, its hashes included."""
    return [entry for entry in re.split(r"\n(?=\S)", lock.read_text()) if entry.strip()]


def normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_there_are_locks() -> None:
    assert [lock.name for lock in LOCKS] == ["dev.txt", "embedded.txt", "node.txt", "runtime.txt"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_every_package_is_pinned_and_hashed(lock: Path) -> None:
    loose = [entry for entry in entries(lock) if not PINNED.match(entry) or "--hash=sha256:" not in entry]
    assert not loose


@pytest.mark.parametrize("lock", [*LOCKS, BASE / "package-lock.json"], ids=lambda lock: lock.name)
def test_a_lock_holds_no_address(lock: Path) -> None:
    text = lock.read_text()
    if lock.suffix == ".json":
        # What remains after the packages' own home pages, which are words and not sources.
        text = "\n".join(line for line in text.splitlines() if '"url"' not in line)
    assert not ADDRESS.search(text)


def test_every_front_end_package_is_hashed() -> None:
    packages = json.loads((BASE / "package-lock.json").read_text())["packages"]
    assert [name for name, facts in packages.items() if name and "integrity" not in facts] == []


def test_every_declared_package_is_locked() -> None:
    project = tomllib.loads((BASE / "pyproject.toml").read_text())
    declared = {normalised(re.split(r"[\[~=<>; ]", word)[0]) for word in project["project"]["dependencies"]}
    found = {normalised(match["name"]) for entry in entries(LOCKS[-1]) if (match := PINNED.match(entry))}
    assert declared <= found


def test_every_runtime_package_has_its_reason() -> None:
    text = (BASE / "pyproject.toml").read_text()
    block = text[text.index("dependencies = [") : text.index("[dependency-groups]")]
    lines = [line for line in block.splitlines() if line.strip().startswith('"')]
    assert len(lines) > 10
    assert [line for line in lines if "#" not in line] == []


def test_no_file_names_a_registry() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=BASE, capture_output=True, check=True).stdout
    named = []
    for name in filter(None, listed.decode().split("\0")):
        path = BASE / name
        content = path.read_bytes() if path.is_file() else b""
        named += [name for registry in REGISTRIES if registry.encode() in content]
    assert named == []
