"""A release as the cause of an incident that somebody looks at: the same that the release's own steps say."""

from django.utils.translation import gettext as _

from incidents.causes import Cause, register_cause
from incidents.models import Incident
from people.models import User
from records.errors import Refused
from releases.halting import halt_if_over
from releases.lifecycle import OUT
from releases.models import Release


def _check(release: Release, incident: Incident, by: User) -> None:
    if release.state not in OUT:
        told = {"number": release.number}
        raise Refused(_("%(number)s is not out yet: it cannot have caused anything.") % told, code="not_out")


def _named(release: Release, incident: Incident, by: User) -> None:
    release.acquittals.filter(incident=incident).delete()
    halt_if_over(release)


def _withdrawn(release: Release, incident: Incident, by: User) -> None:
    release.acquittals.get_or_create(incident=incident, defaults={"by": by})


register_cause(
    Cause(
        kind="release",
        naming="name_faults",
        withdrawing="clear_of",
        check=_check,
        named=_named,
        withdrawn=_withdrawn,
    )
)
