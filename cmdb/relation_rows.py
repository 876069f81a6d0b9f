"""Rows of a list of relations against what is recorded: what each would add, change or take away.

Nothing is written here.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cmdb.changing import with_group
from cmdb.models import ConfigurationItem, Relation, RelationType
from cmdb.reconciling import ADD, CHANGE, SAME, WRONG
from cmdb.sight import items_for
from cmdb.timeline import RELATION
from people.models import User

COLUMNS = ("subject", "relation", "target", "group", "needed", "gone")
ENDS = ("subject", "target")
REMOVE = "remove"
OUTCOMES = (ADD, CHANGE, REMOVE, SAME, WRONG)
YES = {"yes", "true", "1", "x", "是"}
MOST_NEEDED = 100


@dataclass
class PlannedRelation:
    """What becomes of one row. `line` counts from 1; `relation` is the one that is recorded already."""

    line: int
    row: dict[str, str]
    type: RelationType | None = None
    subject: ConfigurationItem | None = None
    target: ConfigurationItem | None = None
    group: str = ""
    needed: int = 1
    is_gone: bool = False
    relation: Relation | None = None
    errors: dict[str, list[str]] = field(default_factory=dict)

    @property
    def outcome(self) -> str:
        if self.errors:
            return WRONG
        if self.is_gone:
            return REMOVE if self.relation else SAME
        if self.relation is None:
            return ADD
        return SAME if _grouped(self.relation) == (self.group, self.needed) else CHANGE

    # What the preview of items shows is shown of relations too.

    @property
    def item(self) -> ConfigurationItem | None:
        return self.subject

    @property
    def contradictions(self) -> dict[str, list[Any]]:
        return {}

    @property
    def changes(self) -> dict[str, list[Any]]:
        """Name of the relation → [before, after], as the history of the first item will tell it."""
        if self.type is None or self.outcome in (SAME, WRONG):
            return {}
        before = with_group(self.target, *_grouped(self.relation)) if self.relation else ""
        after = "" if self.is_gone else with_group(self.target, self.group, self.needed)
        return {f"{RELATION}{self.type.code}": [before, after]}

    def refuse(self, column: str, text: str) -> None:
        self.errors.setdefault(column, []).append(text)


def _grouped(relation: Relation) -> tuple[str, int]:
    group = relation.group
    return (group.name, group.needed) if group else ("", 1)


class RelationReader:
    """Matches both ends by the keys in their order: the first key under which a word is recorded decides."""

    def __init__(
        self, rows: Sequence[dict[str, str]], *, source: str, match_by: Sequence[str], by: User
    ) -> None:
        self.rows, self.source, self.match_by = rows, source, tuple(match_by)
        self._visible = items_for(by).exclude(status=ConfigurationItem.Status.RETIRED)
        words = {text for row in rows for end in ENDS if (text := row.get(end))}
        self._found = [self._index(key, words) for key in self.match_by]
        self._types = _types_by_name()

    def plan(self) -> list[PlannedRelation]:
        planned = [self._read(line, row) for line, row in enumerate(self.rows, 1)]
        self._find_recorded(planned)
        _refuse_twins(planned)
        return planned

    def _index(self, key: str, words: set[str]) -> dict[str, list[ConfigurationItem]]:
        path = key.replace(".", "__", 1)
        rows = self._visible.filter(source=self.source) if key == "source_key" else self._visible
        found: dict[str, list[ConfigurationItem]] = defaultdict(list)
        named = rows.filter(**{f"{path}__in": list(words)}).select_related("item_class")
        for item, value in ((item, _value(item, key)) for item in named):
            found[value].append(item)
        return found

    def _read(self, line: int, row: dict[str, str]) -> PlannedRelation:
        planned = PlannedRelation(line, row)
        planned.subject, planned.target = (self._end(planned, end) for end in ENDS)
        planned.type = self._type(planned)
        planned.group = row.get("group", "")[:100]
        planned.is_gone = row.get("gone", "").casefold() in YES
        needed = row.get("needed", "") or "1"
        if needed.isascii() and needed.isdigit() and 1 <= int(needed[:6]) <= MOST_NEEDED:
            planned.needed = int(needed)
        else:
            planned.refuse("needed", _("Give a number from 1 to %(most)s.") % {"most": MOST_NEEDED})
        if not planned.errors and not planned.is_gone:
            _check(planned)
        return planned

    def _end(self, planned: PlannedRelation, end: str) -> ConfigurationItem | None:
        text = planned.row.get(end, "")
        if not text:
            planned.refuse(end, _("A relation needs both its ends."))
            return None
        found = next((index[text] for index in self._found if text in index), [])
        if len(found) == 1:
            return found[0]
        words = {"count": len(found), "text": text}
        if found:
            planned.refuse(end, _("%(count)s items have this: give a key that only one has.") % words)
        else:
            planned.refuse(end, _("No item has “%(text)s” under these keys.") % words)
        return None

    def _type(self, planned: PlannedRelation) -> RelationType | None:
        text = planned.row.get("relation", "")
        found = self._types.get(text.casefold())
        if found is None:
            told = {"text": text, "known": ", ".join(sorted({one.code for one in self._types.values()}))}
            planned.refuse("relation", _("There is no relation “%(text)s”. There are: %(known)s.") % told)
        return found

    def _find_recorded(self, planned: list[PlannedRelation]) -> None:
        subjects = {one.subject.pk for one in planned if one.subject}
        rows = Relation.objects.filter(subject__in=subjects).select_related("group")
        recorded = {(row.type_id, row.subject_id, row.target_id): row for row in rows}
        for one in planned:
            one.relation = recorded.get(_identity(one))


def _value(item: ConfigurationItem, key: str) -> str:
    name, _dot, code = key.partition(".")
    return str(item.attributes.get(code, "") if code else getattr(item, name))


def _types_by_name() -> dict[str, RelationType]:
    """By code, and by what the type is called in each language."""
    types = list(RelationType.objects.filter(is_active=True))
    named = {
        name.casefold(): one
        for one in types
        for name in (one.name, one.name_zh_hans, one.name_zh_hant)
        if name
    }
    return named | {one.code.casefold(): one for one in types}


def _check(planned: PlannedRelation) -> None:
    """What the model itself refuses of a relation, told at the row."""
    assert planned.subject is not None
    assert planned.target is not None
    relation = Relation(type=planned.type, subject=planned.subject, target=planned.target)
    try:
        relation.clean()
    except ValidationError as error:
        for column, messages in error.message_dict.items():
            planned.errors.setdefault(column, []).extend(messages)
    if planned.group and not relation.dependents():
        planned.refuse("group", _("Of two items that do not depend on each other none is redundant."))


def _identity(one: PlannedRelation) -> tuple[int, int, int]:
    return tuple(end.pk if end else 0 for end in (one.type, one.subject, one.target))  # type: ignore[return-value]


def _refuse_twins(planned: Iterable[PlannedRelation]) -> None:
    first: dict[tuple[int, int, int], int] = {}
    for one in planned:
        if not one.errors and first.setdefault(_identity(one), one.line) != one.line:
            told = {"line": first[_identity(one)]}
            one.refuse("relation", _("Row %(line)s says the same: keep one.") % told)


def digest_of(planned: Iterable[PlannedRelation]) -> str:
    """Changes with anything that a preview showed."""
    lines = [(one.line, one.outcome, _identity(one), one.changes, one.errors) for one in planned]
    return hashlib.sha256(json.dumps(lines, default=str, sort_keys=True).encode()).hexdigest()


def counts_of(planned: Iterable[PlannedRelation]) -> dict[str, int]:
    counts = dict.fromkeys(OUTCOMES, 0)
    for one in planned:
        counts[one.outcome] += 1
    return counts
