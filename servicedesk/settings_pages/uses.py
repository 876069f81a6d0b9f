"""What uses a row: what keeps it from being removed, what goes with it, and what loses it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db import models

from people.models import User
from records.lifecycle import Text
from records.models import Record
from servicedesk.queues.counting import queue_url
from servicedesk.queues.filters import FILTERS
from servicedesk.settings_pages.tables import table_of

# A category may be named by a million records: beyond this it is enough to know that there are more.
MOST_COUNTED = 1_000
BLOCKING = (models.PROTECT, models.RESTRICT)


@dataclass(frozen=True)
class Use:
    """Rows of one table that name this row. `url` lists them, where there is such a list."""

    things: Text
    number: int
    url: str = ""
    is_blocking: bool = False
    goes_with_it: bool = False

    @property
    def has_more(self) -> bool:
        return self.number > MOST_COUNTED

    @property
    def shown(self) -> str:
        return f"{MOST_COUNTED}+" if self.has_more else str(self.number)


def uses_of(row: models.Model, user: User) -> list[Use]:
    """What blocks comes first. One query for each table that can name it."""
    found = [use for relation in _relations(row) if (use := _use(relation, row, user)).number]
    return sorted(found, key=lambda use: (not use.is_blocking, not use.goes_with_it))


def _relations(row: models.Model) -> Iterator[Any]:
    for relation in row._meta.get_fields(include_hidden=True):
        is_reverse = relation.auto_created and not relation.concrete
        if is_reverse and (relation.one_to_many or relation.one_to_one) and not _is_its_own(relation, row):
            yield relation


def _is_its_own(relation: Any, row: models.Model) -> bool:
    """A piece of the row, and no use of it: what it is made of, whom it chose, the same row as its own kind."""
    table, other = table_of(type(row)), relation.related_model
    is_piece = table is not None and other in table.made_of
    return is_piece or other._meta.auto_created is type(row) or relation.field.remote_field.parent_link


def _use(relation: Any, row: models.Model, user: User) -> Use:
    model, column = relation.related_model, relation.field.name
    naming = model._base_manager.filter(**{column: row})
    number = naming[: MOST_COUNTED + 1].count()
    return Use(
        things=_words(model),
        number=number,
        url=_list_of(model, column, row, user, number) if number else "",
        is_blocking=relation.on_delete in BLOCKING,
        goes_with_it=relation.on_delete is models.CASCADE and not model._meta.auto_created,
    )


def _words(model: Any) -> Text:
    """What the rows are called; a row that only ties two others together is called by the one that holds it."""
    holder = model._meta.auto_created or model
    return holder._meta.verbose_name_plural


def _list_of(model: Any, column: str, row: models.Model, user: User, number: int) -> str:
    if model is Record and column in FILTERS:
        seen = Record.objects.visible_to(user).filter(**{column: row})
        is_whole = seen[: MOST_COUNTED + 1].count() == number
        # A category's list holds what is below it too.
        return queue_url(None, show="all", **{column: row.pk}) if is_whole and column != "category" else ""
    table = table_of(model)
    if table is None or column not in table.narrowed_by:
        return ""
    return f"{table.url}?{urlencode({column: row.pk})}"
