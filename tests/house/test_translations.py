from __future__ import annotations

import gettext
import os
from pathlib import Path

from itsm.management.commands.compile_translations import compile_if_older

PO = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Close"
msgstr "关闭"

#, fuzzy
msgid "Open"
msgstr "guess"
"""


def written(folder: Path) -> Path:
    source = folder / "django.po"
    source.write_text(PO, encoding="utf-8")
    return source


def test_it_compiles_what_is_translated_and_leaves_guesses_out(tmp_path: Path) -> None:
    source = written(tmp_path)
    assert compile_if_older(source)
    with source.with_suffix(".mo").open("rb") as compiled:
        catalogue = gettext.GNUTranslations(compiled)
    assert (catalogue.gettext("Close"), catalogue.gettext("Open")) == ("关闭", "Open")


def test_it_compiles_again_only_after_a_change(tmp_path: Path) -> None:
    source = written(tmp_path)
    assert compile_if_older(source)
    assert not compile_if_older(source)
    later = source.with_suffix(".mo").stat().st_mtime + 1
    os.utime(source, (later, later))
    assert compile_if_older(source)
