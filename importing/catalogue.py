"""Rows of reference data that an import needs: found by their code, made in one statement where they are new."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar
from zlib import crc32

from django.db import models
from django.utils.text import slugify

from cmdb.changing import Trace, items_from_history
from cmdb.models import ConfigurationItem, ItemClass, Service, Via
from importing.cells import UNKNOWN
from incidents.models import ClosureCode, Symptom
from people.accounts import system_user
from people.models import Team
from records.models import Category

M = TypeVar("M", bound=models.Model)
LONGEST_SLUG = 40
BATCH = 2_000


def code(*words: str) -> str:
    """A slug for names of a source. Names that differ in more than case and blanks never share one."""
    text = " ".join(words).strip()
    slug = slugify(text)
    if slug == text.lower().replace(" ", "-") and len(slug) <= LONGEST_SLUG:
        return slug
    return f"{slug[:LONGEST_SLUG].strip('-')}-{crc32(text.lower().encode()):08x}".strip("-")


def ensure(
    model: type[M],
    column: str,
    wanted: Mapping[str, Mapping[str, Any]],
    *,
    make: Callable[[list[M]], list[M]] | None = None,
    **fixed: Any,
) -> dict[str, M]:
    """A row for each wanted value of `column`: those that are there, as they are, and new ones with these fields.

    `make` writes the new ones, where more than the rows is to be written.
    """
    rows = model._default_manager.filter(**{f"{column}__in": list(wanted)}, **fixed)
    found = {getattr(row, column): row for row in rows}
    new = [
        model(**{column: value, **fields}, **fixed) for value, fields in wanted.items() if value not in found
    ]
    made = make(new) if make else model._default_manager.bulk_create(new, batch_size=BATCH)
    for row in made:
        found[getattr(row, column)] = row
    return found


class Catalogue:
    """Everything that rows of one source name: asked for by the source's own word, None for None.

    `is_offered`: whether people may choose the source's categories and codes for new records. Bare numbers
    ("Category 26") are kept for what came with them and not offered to anybody.
    """

    def __init__(self, source: str, title: str, *, is_offered: bool) -> None:
        self.source = source
        self.title = title
        self.is_offered = is_offered
        self.teams: dict[str, Team] = {}
        self._services: dict[str, Service] = {}
        self._items: dict[str, ConfigurationItem] = {}
        self._categories: dict[tuple[str, ...], Category] = {}
        self._closure_codes: dict[str, ClosureCode] = {}
        self._symptoms: dict[str, Symptom] = {}

    def team(self, name: str | None) -> Team | None:
        return self.teams[name] if name else None

    def service(self, name: str | None) -> Service | None:
        return self._services[name] if name else None

    def item(self, name: str | None) -> ConfigurationItem | None:
        return self._items[name] if name else None

    def category(self, *path: str | None) -> Category | None:
        return self._categories.get(tuple(name for name in path if name))

    def closure_code(self, name: str | None) -> ClosureCode | None:
        return self._closure_codes[name] if name else None

    def symptom(self, name: str | None) -> Symptom | None:
        return self._symptoms[name] if name else None

    def add_teams(self, names: Iterable[str]) -> None:
        codes = {name: code(self.source, name) for name in names}
        rows = ensure(Team, "code", {codes[name]: {"name": name, "source": self.source} for name in codes})
        self.teams |= {name: rows[slug] for name, slug in codes.items()}

    def add_services(self, names: Iterable[str]) -> None:
        codes = {name: code(self.source, name) for name in names}
        rows = ensure(Service, "code", {codes[name]: {"name": name, "source": self.source} for name in codes})
        self._services |= {name: rows[slug] for name, slug in codes.items()}

    def add_items(self, items: Mapping[str, tuple[str | None, str | None, str | None]]) -> None:
        """Items by name: class, subtype and service, as the source names them."""
        classes = {kind: code(kind or UNKNOWN) for kind, _subtype, _service in items.values()}
        class_rows = ensure(
            ItemClass, "code", {slug: {"name": kind or "not known"} for kind, slug in classes.items()}
        )
        wanted = {
            name: {
                "name": name,
                "item_class": class_rows[classes[kind]],
                "subtype": subtype or "",
                "service": self.service(service),
            }
            for name, (kind, subtype, service) in items.items()
        }
        trace = Trace(by=system_user("importer"), via=Via.HISTORY, reference=self.source)
        self._items |= ensure(
            ConfigurationItem,
            "source_key",
            wanted,
            make=lambda new: items_from_history(new, trace),
            source=self.source,
        )

    def add_categories(self, paths: Iterable[tuple[str, ...]]) -> None:
        """Branches below one root for the source, so that they do not mix with the desk's own."""
        root = self._branch((), self.title, None)
        for path in sorted(paths, key=len):
            for depth in range(1, len(path) + 1):
                above = self._categories.get(path[: depth - 1], root)
                self._categories.setdefault(path[:depth], self._branch(path[:depth], path[depth - 1], above))

    def _branch(self, path: tuple[str, ...], name: str, parent: Category | None) -> Category:
        category, _is_new = Category.objects.get_or_create(
            code=code(self.source, *path),
            defaults={"name": name, "parent": parent, "is_active": self.is_offered},
        )
        return category

    def add_closure_codes(self, names: Iterable[str]) -> None:
        """The desk's own code where it has one of that name."""
        codes = {name: code(name) for name in names}
        new = {slug: {"name": name, "is_active": self.is_offered} for name, slug in codes.items()}
        rows = ensure(ClosureCode, "code", new)
        self._closure_codes |= {name: rows[slug] for name, slug in codes.items()}

    def add_symptoms(self, names: Iterable[str]) -> None:
        codes = {name: code(self.source, name) for name in names}
        new = {slug: {"name": name, "is_active": self.is_offered} for name, slug in codes.items()}
        rows = ensure(Symptom, "code", new)
        self._symptoms |= {name: rows[slug] for name, slug in codes.items()}
