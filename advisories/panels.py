"""What stands beside an advisory: its versions, and what became of the mails."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from advisories.mailing import fates
from advisories.models import Advisory
from people.models import User
from records.kinds import Panel
from records.models import Record

MOST_SHOWN = 5


def texts_of(record: Record, user: User) -> dict[str, Any]:
    assert isinstance(record, Advisory)
    versions = list(record.versions.select_related("reviewer")[: MOST_SHOWN + 1])
    mailings = list(record.mailings.select_related("by", "version")[:MOST_SHOWN])
    found = fates(mailings) if mailings else {}
    return {
        "advisory": record,
        "versions": versions[:MOST_SHOWN],
        "has_more": len(versions) > MOST_SHOWN,
        "mailings": [(mailing, found[mailing.pk]) for mailing in mailings],
    }


TEXTS = Panel(
    name="texts",
    title=_("Texts and versions"),
    template="advisories/texts_panel.html",
    context=texts_of,
    position=5,
)
