"""The shape of every template: what the content security policy would refuse is not written in the first place."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Engine
from django.template.loader import get_template

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted(
    path for folder in [ROOT / "templates", *ROOT.glob("*/templates")] for path in folder.rglob("*.html")
)
# Our own: packages answer for themselves, in the browser tests, under the policy.
SCRIPTS = sorted(ROOT.glob("servicedesk/static/**/*.js"))
# A mail has no page around it and no policy above it, and its readers know no style sheets.
IN_MAIL = re.compile(r"/(mail|mails|notices)/")

FORBIDDEN = {
    "an inline handler": re.compile(r"""<[^>]*\son[a-z]+\s*=\s*["']""", re.IGNORECASE),
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", re.IGNORECASE),
    "an inline style": re.compile(r"""<[^>]*\sstyle\s*=\s*["']""", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "hx-on": re.compile(r"\bhx-on\b"),
    "script in hx-vals": re.compile(r"""hx-(vals|headers)\s*=\s*["']\s*js:"""),
    "a filter in hx-trigger": re.compile(r"""hx-trigger\s*=\s*["'][^"']*\["""),
    "an address of another site": re.compile(r"""(src|href)\s*=\s*["']https?://""", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "an unescaped value": re.compile(r"\|\s*safe\b|{%\s*autoescape\s+off"),
}
COMMENT = re.compile(r"{%\s*comment\s*%}.*?{%\s*endcomment\s*%}|{#.*?#}", re.DOTALL)


def test_there_are_templates_to_look_at() -> None:
    assert any(path.name == "base.html" for path in TEMPLATES)
    assert any(path.name == "desk.js" for path in SCRIPTS)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_holds_nothing_that_the_policy_forbids(path: Path) -> None:
    text = COMMENT.sub("", path.read_text(encoding="utf-8"))
    if IN_MAIL.search(str(path)):
        return
    found = {what: match.group() for what, pattern in FORBIDDEN.items() if (match := pattern.search(text))}
    assert not found


@pytest.mark.parametrize("what", FORBIDDEN)
def test_the_search_finds_what_it_forbids(what: str) -> None:
    sample = {
        "an inline handler": '<a href="#" onclick="go()">',
        "an inline script": "<script>go()</script>",
        "an inline style": '<p class="a" style="color: red">',
        "a style element": "<style>p {}</style>",
        "hx-on": '<p hx-on:click="go()">',
        "script in hx-vals": """<p hx-vals='js:{a: b()}'>""",
        "a filter in hx-trigger": '<p hx-trigger="keyup[key==1]">',
        "an address of another site": '<script src="https://cdn.example/x.js"></script>',
        "a javascript: address": '<a href="javascript:go()">',
        "an unescaped value": "{{ title|safe }}",
    }[what]
    assert FORBIDDEN[what].search(sample)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_compiles(path: Path) -> None:
    folder = next(parent for parent in path.parents if parent.name == "templates")
    assert get_template(str(path.relative_to(folder)))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_icon_that_a_template_names_is_in_the_set(path: Path) -> None:
    named = re.findall(r"""{%\s*icon\s+["']([^"']+)["']""", path.read_text(encoding="utf-8"))
    source = "{% load desk %}" + "".join(f'{{% icon "{name}" %}}' for name in named)
    Engine(libraries={"desk": "servicedesk.templatetags.desk"}).from_string(source).render(Context())


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_needs_no_more_than_the_policy_grants(path: Path) -> None:
    text = re.sub(r"^\s*//.*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert not re.search(r"\beval\(|new Function\(|document\.write\(|insertAdjacentHTML\(", text)
    assert not re.search(r"""setAttribute\(\s*["'](style|on\w+)["']""", text)
