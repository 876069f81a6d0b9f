"""Reads every translatable text out of the sources and brings locale/*.po up to them. Needs no GNU gettext."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
from babel.messages.extract import extract_python
from django.apps import apps
from django.conf import settings
from django.utils.translation import templatize, to_locale

Key = tuple[str | None, str]
"""Context and English text: what gettext looks a translation up by."""

# Which argument is what, as Babel tells it: 1 the text, 2 its plural, (1, "c") a context.
CALLS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "_t": None,
    "_now": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
"""What is filled in where a text is shown."""
HEADER = {
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}


@dataclass
class Message:
    """One text of the sources, and the files that hold it."""

    text: str
    plural: str | None = None
    context: str | None = None
    files: set[str] = field(default_factory=set)

    @property
    def key(self) -> Key:
        return self.context, self.text


def collect() -> dict[Key, Message]:
    """Every translatable text of our apps and templates.

    Raises ValueError where one text stands with two plurals: gettext holds one entry for both.
    """
    found: dict[Key, Message] = {}
    for path in sources():
        name = path.relative_to(settings.BASE_DIR).as_posix()
        for message in messages_in(path):
            known = found.setdefault(message.key, message)
            if known.plural and message.plural and known.plural != message.plural:
                raise ValueError(f"{name}: “{message.text}” has another plural elsewhere: “{known.plural}”.")
            known.plural = known.plural or message.plural
            known.files.add(name)
    return found


def sources() -> Iterator[Path]:
    """Our own Python files and templates; migrations hold the words of their day."""
    ours = [Path(app.path) for app in apps.get_app_configs() if Path(app.path).parent == settings.BASE_DIR]
    for folder in sorted([*ours, settings.BASE_DIR / "templates"]):
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".py", ".html", ".txt") and "migrations" not in path.parts:
                yield path


def messages_in(path: Path) -> Iterator[Message]:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        text = _as_python(text, str(path))
    code = io.BytesIO(text.encode())
    for _line, function, arguments, _comments in extract_python(code, CALLS, (), {"encoding": "utf-8"}):
        given: list[str | None] = [*arguments] if isinstance(arguments, (tuple, list)) else [arguments]
        if message := _message(str(function), given):
            yield message


def _as_python(template: str, origin: str) -> str:
    """The template with its tags as calls. Its indentation means nothing to Python and is taken away."""
    return "\n".join(line.lstrip() for line in templatize(template, origin=origin).splitlines())


def _message(function: str, given: list[str | None]) -> Message | None:
    """None where the text is no literal: a name passed on, which is marked where it is written."""
    context = given.pop(0) if "pgettext" in function else None
    text = given[0] if given else None
    plural = given[1] if function.startswith("n") and len(given) > 1 else None
    return Message(text, plural, context) if text else None


def catalogues() -> Iterator[Path]:
    """The .po of every language but that of the sources."""
    for language, _name in settings.LANGUAGES:
        if language != settings.LANGUAGE_CODE:
            yield Path(settings.LOCALE_PATHS[0]) / to_locale(language) / "LC_MESSAGES" / "django.po"


def read_catalogue(path: Path) -> dict[Key, polib.POEntry]:
    if not path.exists():
        return {}
    return {(entry.msgctxt, entry.msgid): entry for entry in polib.pofile(str(path)) if not entry.obsolete}


def write_catalogue(path: Path, messages: dict[Key, Message], known: dict[Key, polib.POEntry]) -> None:
    """In the order of the texts and without line numbers or times, so that a change shows as what it is."""
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = {"Language": path.parent.parent.name, **HEADER}
    for key in sorted(messages, key=lambda key: (key[1].casefold(), key[1], key[0] or "")):
        catalogue.append(_entry(messages[key], known.get(key)))
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(path))


def _entry(message: Message, known: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(
        msgid=message.text,
        msgctxt=message.context,
        occurrences=[(name, "") for name in sorted(message.files)],
        flags=["python-format"] if "%(" in message.text else [],
    )
    if known and "fuzzy" in known.flags:
        entry.flags.append("fuzzy")
    if known:
        entry.tcomment = known.tcomment
    forms = [known.msgstr, *known.msgstr_plural.values()] if known else []
    written = next((form for form in forms if form), "")
    if message.plural:
        entry.msgid_plural = message.plural
        entry.msgstr_plural = {0: written}  # Chinese has one form
    else:
        entry.msgstr = written
    return entry
