"""A complaint leads to the record it is about: what the customer waits for is what that one waits for.

The link is a column of the complaint alone. A link in the chain's table would be told in the other record's journal,
which the person complained about reads.
"""

from collections.abc import Iterable
from typing import Any, cast

from django.utils.translation import gettext_lazy as _

from complaints.models import Complaint
from records.chain import Edges, Pair, register_edges


def _pairs(**chosen: Any) -> Iterable[Pair]:
    # The manager is inherited, and django-stubs reads it as that of Record.
    found = cast("Any", Complaint.objects).filter(**chosen)
    pairs: Iterable[Pair] = found.values_list("pk", "about_record")
    return pairs


ABOUT = register_edges(
    Edges(
        name="complains_about",
        onward_label=_("complains about"),
        back_label=_("complained about in"),
        onward=lambda keys: _pairs(pk__in=keys, about_record__isnull=False),
        back=lambda keys: _pairs(about_record__in=keys),
    )
)
