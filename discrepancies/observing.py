"""Carrying out what a list says: items are added and changed; what contradicts a verified record is reported."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cmdb.changing import Trace, change_item, create_item
from cmdb.models import ConfigurationItem, ItemImport
from cmdb.reconciling import Planned, Reconciler, counts_of, digest_of
from cmdb.sight import AREA
from cmdb.timeline import Words
from discrepancies.lifecycle import OPEN
from discrepancies.models import Discrepancy
from people.models import User
from records.actions import register
from records.errors import Refused


@dataclass
class Done:
    """What became of one row: the item, and the discrepancies that it opened or that say the same already."""

    item: ConfigurationItem
    outcome: str
    discrepancies: list[Discrepancy] = field(default_factory=list)


def plan_of(load: ItemImport, by: User) -> list[Planned]:
    """What an import would do now. Raises Forbidden."""
    by.rights.require(AREA, "import")
    return Reconciler(load.rows, source=load.source, match_by=load.match_by, by=by).plan()


@transaction.atomic
def apply_load(load: ItemImport, *, by: User, digest: str) -> ItemImport:
    """Carry out a whole import, or nothing of it.

    Raises Forbidden; Refused where it is applied already, has rows that are wrong, or would do something else by now
    than was shown under this digest; ValidationError.
    """
    by.rights.require(AREA, "import")
    load = ItemImport.objects.select_for_update().get(pk=load.pk)
    if load.applied_at is not None:
        raise Refused(_("This import is carried out already."))
    planned = plan_of(load, by)
    load.counts = counts_of(planned)
    if load.counts["wrong"]:
        raise Refused(
            _("Some rows are wrong: correct them in the file, then send it again. Nothing was written.")
        )
    if digest_of(planned) != digest:
        raise Refused(
            _("The records have changed since this was shown. Nothing was written: look at it again.")
        )
    trace = Trace(by=by, via=load.via, load=load, right="import")
    found = [carry_out(one, trace, origin=Discrepancy.Origin.IMPORT) for one in planned]
    load.counts["discrepancies"] = len({one.pk for done in found for one in done.discrepancies})
    load.applied_at = timezone.now()
    load.save(update_fields=["counts", "applied_at"])
    return load


def carry_out(planned: Planned, trace: Trace, *, origin: str) -> Done:
    """Carry one row out. Raises ValidationError by column, with the number of its row."""
    try:
        return _carry_out(planned, trace, origin)
    except ValidationError as refused:
        raise _told(planned, refused) from refused


def _carry_out(planned: Planned, trace: Trace, origin: str) -> Done:
    if planned.item is None:
        item = create_item(trace, attributes=planned.attributes, **planned.columns)
        return Done(item, planned.outcome)
    if planned.changes:
        change_item(planned.item, trace, attributes=planned.attributes, **planned.columns)
    reported = [
        _report(planned, name, pair[1], trace, origin) for name, pair in planned.contradictions.items()
    ]
    return Done(planned.item, planned.outcome, reported)


def _report(planned: Planned, name: str, value: object, trace: Trace, origin: str) -> Discrepancy:
    """The open discrepancy that says this of the item, made where there is none."""
    # Numbers without their unit: the words are read again when the record is corrected.
    observed = str(value) if "." in name else Words(()).value(name, value)
    same: Any = Discrepancy.objects.filter(item=planned.item, state__in=OPEN)
    known: Discrepancy | None = same.filter(attribute=name, observed__iexact=observed).first()
    if known is not None:
        return known
    words = {"name": trace.load.name if trace.load else "", "line": planned.line}
    made: Discrepancy = register(
        Discrepancy,
        by=trace.by,
        via="rest" if origin == Discrepancy.Origin.DISCOVERY else "page",
        item=planned.item,
        attribute=name,
        observed=observed,
        origin=origin,
        evidence=_("%(name)s, row %(line)s") % words,
    )
    return made


def _told(planned: Planned, refused: ValidationError) -> ValidationError:
    row = {"line": planned.line}
    if not hasattr(refused, "error_dict"):
        return ValidationError(
            [_("Row %(line)s: %(text)s") % {**row, "text": text} for text in refused.messages]
        )
    return ValidationError(
        {
            name: [_("Row %(line)s: %(text)s") % {**row, "text": text} for text in messages]
            for name, messages in refused.message_dict.items()
        }
    )
