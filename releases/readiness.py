"""What speaks against starting a pilot, or against going on from it: each with what follows from it, in words.

Models come from the CMDB: the equipment in use, of the release's services, at the customers of the group. A model is
covered when the last test run on it passed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from changes.models import Change, PartsOrder
from cmdb.models import ConfigurationItem, ProductModel, Relation
from discrepancies.models import Discrepancy
from people.models import Customer, User
from records.models import Record

MOST_CUSTOMERS = 6
PART_OF = "part-of"
UNJUDGED = ("draft", "submitted", "assessed", "rejected", "cancelled")


@dataclass(frozen=True)
class Gap:
    """Something that is missing. `sort`: model, unknown, discrepancy, approval, part, or pilots.

    `number` is the record it is about, `model_id` the model, where there is one.
    """

    sort: str
    words: str
    consequence: str
    number: str = ""
    model_id: int | None = None

    def as_data(self) -> dict[str, Any]:
        """As it is kept with the release, in the words of whoever started the pilot."""
        return asdict(self)


@dataclass
class Cover:
    """One hardware model in the group: how many items at which customers, and the last test run on it."""

    model: ProductModel | None
    items: int = 0
    customers: list[Customer] = field(default_factory=list)
    run: Any = None

    @property
    def is_covered(self) -> bool:
        return self.run is not None and self.run.result == "passed"

    @property
    def more_customers(self) -> int:
        return max(len(self.customers) - MOST_CUSTOMERS, 0)

    @property
    def shown_customers(self) -> list[Customer]:
        return self.customers[:MOST_CUSTOMERS]


def equipment_of(release: Any) -> QuerySet[ConfigurationItem]:
    """What the release will meet at its pilot customers, as far as the CMDB knows: what its services stand on there,
    and the parts of that. Only what has a hardware model, or is of a class that should have one."""
    services = release.service_ids()
    parts = Relation.objects.filter(type__code=PART_OF, target__service__in=services).values("subject")
    of_models = ProductModel.objects.filter(item_class__isnull=False).values("item_class")
    with_model = Q(model__isnull=False) | Q(item_class__needed_columns__contains=["model"])
    items = ConfigurationItem.objects.filter(
        Q(service__in=services) | Q(pk__in=parts),
        with_model | Q(item_class__in=of_models),
        customer__in=release.deployments.filter(is_pilot=True).values("customer"),
    )
    return items.exclude(status=ConfigurationItem.Status.RETIRED)


def cover_of(release: Any) -> list[Cover]:
    """Each model in the group, the uncovered ones first; and the models that were tested though nobody has them."""
    rows = equipment_of(release).values_list("model", "customer").annotate(items=Count("pk")).order_by()
    runs = latest_runs(release)
    counted: dict[int | None, dict[int, int]] = defaultdict(dict)
    for model, customer, items in rows:
        counted[model][customer] = items
    models = ProductModel.objects.in_bulk({*runs, *(key for key in counted if key is not None)})
    customers = Customer.objects.in_bulk({key for found in counted.values() for key in found})
    found = [
        Cover(
            models.get(key) if key is not None else None,
            sum(counted[key].values()),
            sorted((customers[one] for one in counted[key]), key=lambda customer: customer.code),
            runs.get(key) if key is not None else None,
        )
        for key in {*counted, *runs}
    ]
    return sorted(found, key=lambda one: (one.is_covered, -one.items, str(one.model or "")))


def latest_runs(release: Any) -> dict[int, Any]:
    """Model → the last test run on it."""
    runs = release.test_runs.order_by("product_model_id", "-id").distinct("product_model_id")
    return {run.product_model_id: run for run in runs.select_related("build", "by")}


def gaps_of(release: Any) -> list[Gap]:
    """Everything that speaks against starting the pilot now. Eight queries."""
    covers = cover_of(release)
    return [
        *_missing_group(release),
        *_untested(covers),
        *_doubted(release, covers),
        *_unapproved(release),
        *_without_parts(release),
    ]


def gaps_at_start(release: Any) -> list[Gap]:
    """What was missing when the pilot began, as it was kept then."""
    return [Gap(**kept) for kept in release.gaps_at_start]


def as_read_by(gaps: Iterable[Gap], user: User) -> list[Gap]:
    """The gaps; of one about a record that this person does not see only that there is such a one. One query."""
    found = list(gaps)
    named = Record.objects.visible_to(user).filter(number__in=[gap.number for gap in found if gap.number])
    seen = {"", *named.values_list("number", flat=True)}
    return list(dict.fromkeys(gap if gap.number in seen else _veiled(gap) for gap in found))


def _veiled(gap: Gap) -> Gap:
    """Without what the record says; left out it would look as if nothing were missing."""
    told = {
        "discrepancy": (
            _("What is recorded of the group's equipment is in doubt."),
            _("The cover by model counts what is recorded, not what stands there."),
        ),
        "approval": (_("A change in it is not approved."), _("It goes out without anybody's approval.")),
        "part": (
            _("A change in it waits for a part."),
            _("It cannot be carried out where the part is needed."),
        ),
    }
    return Gap(gap.sort, *told[gap.sort])


def _missing_group(release: Any) -> Iterator[Gap]:
    if not release.deployments.filter(is_pilot=True).exists():
        told = _("Nobody would report a fault before everybody has it.")
        yield Gap("pilots", _("There are no pilot customers."), told)


def _untested(covers: Iterable[Cover]) -> Iterator[Gap]:
    for cover in covers:
        if cover.is_covered or not cover.items:
            continue
        count = len(cover.customers)
        told = {"model": cover.model, "count": count, "items": cover.items}
        if cover.model is None:
            words = _("%(items)s items of the group have no hardware model recorded.") % told
            follows = _("Nobody can say whether it was tested on what stands there.")
            yield Gap("unknown", words, follows)
            continue
        if cover.run is None:
            words = _("No test was made on %(model)s.") % told
        else:
            words = _("The last test on %(model)s failed.") % told
        follows = ngettext(
            "%(count)s pilot customer gets it on a model on which nobody saw it work.",
            "%(count)s pilot customers get it on a model on which nobody saw it work.",
            count,
        )
        yield Gap("model", words, follows % told, model_id=cover.model.pk)


def _doubted(release: Any, covers: Iterable[Cover]) -> Iterator[Gap]:
    """Open discrepancies of the group's equipment: what the cover was reckoned from is wrong, as somebody saw it."""
    rows: Any = Discrepancy.objects.filter(item__in=equipment_of(release), closed_at__isnull=True)
    alike: dict[tuple[str, str, str], list[Any]] = defaultdict(list)
    for one in rows.select_related("item").order_by("pk"):
        alike[one.attribute, one.recorded, one.observed].append(one)
    covered = {str(cover.model) for cover in covers if cover.is_covered}
    for (attribute, _recorded, observed), found in alike.items():
        follows = _follows(attribute, observed, observed in covered)
        yield Gap("discrepancy", _seen_otherwise(found), follows, number=found[0].number)


def _seen_otherwise(found: list[Any]) -> str:
    first = found[0]
    told = {
        "count": len(found),
        "item": first.item,
        "recorded": first.recorded or "–",
        "observed": first.observed,
    }
    if len(found) == 1:
        return _("%(item)s is recorded as “%(recorded)s”, and somebody saw “%(observed)s”.") % told
    words = ngettext(
        "%(count)s item is recorded as “%(recorded)s”, and somebody saw “%(observed)s”.",
        "%(count)s items are recorded as “%(recorded)s”, and somebody saw “%(observed)s”.",
        len(found),
    )
    return words % told


def _follows(attribute: str, observed: str, is_covered: bool) -> str:
    if attribute != "model":
        return _("What stands there is not what was reckoned with.")
    if is_covered:
        return _("The cover by model counts what is recorded, not what stands there.")
    told = {"observed": observed}
    return _("No passed test covers “%(observed)s”: what was tested is the wrong model.") % told


def _unapproved(release: Any) -> Iterator[Gap]:
    rows: QuerySet[Change] = release.changes.filter(state__in=UNJUDGED).order_by("pk")
    for change in rows:
        told = {"number": change.number, "state": change.state_label}
        words = _("%(number)s is %(state)s.") % told
        yield Gap("approval", words, _("It goes out without anybody's approval."), number=change.number)


def _without_parts(release: Any) -> Iterator[Gap]:
    rows: Any = PartsOrder.objects.filter(
        for_change__in=release.changes, received_at__isnull=True, closed_at__isnull=True
    )
    for order in rows.select_related("for_change").order_by("pk"):
        told = {"number": order.number, "part": order.part, "change": order.for_change.number}
        words = _("%(change)s waits for %(part)s (%(number)s).") % told
        yield Gap("part", words, _("It cannot be carried out where the part is needed."), number=order.number)


def doubts_of(release: Any) -> list[str]:
    """What speaks against going on from the pilot to everybody, in sentences."""
    rows = release.deployments.filter(is_pilot=True).values_list("status").annotate(count=Count("pk"))
    counts = dict(rows.order_by())
    found = []
    if pending := counts.get("pending", 0):
        told = ngettext(
            "%(count)s pilot customer has not got it yet.",
            "%(count)s pilot customers have not got it yet.",
            pending,
        )
        found.append(told % {"count": pending})
    if faulty := counts.get("faulty", 0):
        told = ngettext(
            "At %(count)s pilot customer it is faulty.", "At %(count)s pilot customers it is faulty.", faulty
        )
        found.append(told % {"count": faulty})
    if not counts.get("verified", 0):
        found.append(_("At no pilot customer anybody verified that it works."))
    return found
