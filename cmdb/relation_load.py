"""Carrying out a list of relations, whole or not at all."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cmdb.changing import Trace
from cmdb.models import ItemImport
from cmdb.reconciling import SAME, WRONG
from cmdb.relating import relate, unrelate
from cmdb.relation_rows import PlannedRelation, RelationReader, counts_of, digest_of
from cmdb.sight import AREA
from people.models import User


class Unapplicable(Exception):
    """Why a list cannot be carried out as it is, in words. Nothing was written."""


def plan_of(load: ItemImport, by: User) -> list[PlannedRelation]:
    """What it would do now. Raises Forbidden."""
    by.rights.require(AREA, "import")
    return RelationReader(load.rows, source=load.source, match_by=load.match_by, by=by).plan()


@transaction.atomic
def apply_relations(load: ItemImport, *, by: User, digest: str) -> ItemImport:
    """Carry a list out. Raises Forbidden; Unapplicable where it is carried out already, has rows that are wrong, or
    would do something else by now than was shown under this digest; ValidationError with the number of the row.
    """
    by.rights.require(AREA, "import")
    load = ItemImport.objects.select_for_update().get(pk=load.pk)
    if load.applied_at is not None:
        raise Unapplicable(_("This import is carried out already."))
    planned = plan_of(load, by)
    load.counts = counts_of(planned)
    if load.counts[WRONG]:
        raise Unapplicable(
            _("Some rows are wrong: correct them in the file, then send it again. Nothing was written.")
        )
    if digest_of(planned) != digest:
        raise Unapplicable(
            _("The records have changed since this was shown. Nothing was written: look at it again.")
        )
    trace = Trace(by=by, via=load.via, load=load, right="import")
    for one in planned:
        try:
            carry_out(one, trace, load.source)
        except ValidationError as refused:
            raise _told(one, refused) from refused
    load.applied_at = timezone.now()
    load.save(update_fields=["counts", "applied_at"])
    return load


def carry_out(one: PlannedRelation, trace: Trace, source: str) -> None:
    """Carry one row out that is not wrong. Raises Forbidden, ValidationError, or ConfigurationItem.DoesNotExist."""
    if one.outcome == SAME:
        return
    if one.is_gone:
        assert one.relation is not None
        unrelate(one.relation, trace)
        return
    assert one.type is not None
    assert one.subject is not None
    assert one.target is not None
    relate(one.type, one.subject, one.target, trace, group=one.group, needed=one.needed, source=source)


def _told(one: PlannedRelation, refused: ValidationError) -> ValidationError:
    row = {"line": one.line}
    return ValidationError([_("Row %(line)s: %(text)s") % {**row, "text": text} for text in refused.messages])
