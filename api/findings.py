"""What a discovery tool has found: a load of rows by REST, each of them done whole or refused with its reason."""

from collections.abc import Callable, Collection, Iterable
from typing import Any, TypeVar

from django.core.exceptions import ValidationError as Refusal
from django.db import transaction
from rest_framework.response import Response

from cmdb.changing import Trace
from cmdb.models import ItemImport, Via
from people.models import User
from records.errors import Forbidden

Done = TypeVar("Done")


def begin_load(
    by: User, told: dict[str, Any], about: str = ItemImport.About.ITEMS
) -> tuple[ItemImport, Trace]:
    """`told` is what a FindingsSerializer has read."""
    load = ItemImport.objects.create(
        by=by,
        via=Via.REST,
        about=about,
        source=told["source"],
        name=told["source"],
        match_by=told["match_by"],
    )
    return load, Trace(by=by, via=Via.REST, load=load, right="import")


def end_load(load: ItemImport, results: Collection[dict[str, Any]], outcomes: Iterable[str]) -> Response:
    load.counts = {name: sum(one["outcome"] == name for one in results) for name in outcomes}
    load.applied_at = load.at
    load.save(update_fields=["counts", "applied_at"])
    return Response({"load": load.pk, "results": results})


def done_whole(carry: Callable[[], Done]) -> tuple[Done | None, dict[str, Any]]:
    """What it came to; or nothing of it, and the errors of each column."""
    try:
        with transaction.atomic():
            return carry(), {}
    except Refusal as refused:
        return None, refused.message_dict if hasattr(refused, "error_dict") else {"": refused.messages}
    except Forbidden as refused:
        return None, {"": [str(refused)]}
