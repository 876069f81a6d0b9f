"""The README tells of every variable that the product reads, and of none that it does not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from itsm.places import BASE

PRODUCT = (
    "api",
    "calls",
    "cmdb",
    "demo",
    "importing",
    "incidents",
    "itsm",
    "notifications",
    "people",
    "records",
    "servicedesk",
    "sla",
)
READ = re.compile(r'(?:environ(?:\.get\(|\[)|getenv\(|truth\(|words\()\s*"([A-Z][A-Z_]+)"')
BY_OTHERS = {
    "ITSM_POSTGRES_PORT",  # places.port puts the name together
    "ITSM_REDIS_PORT",
    "FORWARDED_ALLOW_IPS",  # uvicorn's own program reads it too
}
NOT_SETTINGS = {"TEST_DATABASE", "DJANGO_SETTINGS_MODULE"}
LINK = re.compile(r"\]\((?!https?:)([^)#]+)[^)]*\)")
PAGES = [BASE / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
PAGES += sorted((BASE / "docs").rglob("*.md"))


def variables_read() -> set[str]:
    sources = [path for app in PRODUCT for path in (BASE / app).rglob("*.py")]
    read = {name for path in sources for name in READ.findall(path.read_text())}
    return (read | BY_OTHERS) - NOT_SETTINGS


def variables_told() -> set[str]:
    """Those in the first column of the README's tables."""
    rows = re.findall(r"^\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) \|", (BASE / "README.md").read_text(), re.MULTILINE)
    return {name.strip("`") for row in rows for name in row.split(", ")}


def test_the_readme_tells_of_every_variable_and_of_no_other() -> None:
    assert variables_told() == variables_read()


def test_compose_passes_on_only_what_is_read() -> None:
    compose = (BASE / "docker-compose.yml").read_text()
    application = compose[compose.index("environment: &environment") : compose.index("volumes:")]
    passed = set(re.findall(r"^    ([A-Z][A-Z_]+):", application, re.MULTILINE))
    assert passed <= variables_read()
    assert len(passed) > 10


def test_what_compose_asks_for_stands_in_the_example() -> None:
    compose = (BASE / "docker-compose.yml").read_text()
    example = (BASE / "deploy" / "env.example").read_text()
    for name in re.findall(r"\$\{([A-Z_]+):\?", compose):
        assert re.search(rf"^{name}=", example, re.MULTILINE), name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(BASE)))
def test_its_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text()):
        assert (page.parent / target).exists(), target
