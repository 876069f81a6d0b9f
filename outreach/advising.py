"""Calls that read an advisory out: drafted from what is published, and approved like every other campaign."""

from django.utils.translation import gettext as _

from advisories.models import Advisory
from outreach.models import Campaign
from people.models import User
from records.actions import register
from records.errors import Refused


def plan_calls(advisory: Advisory, *, by: User) -> Campaign:
    """A draft for every customer in use, to be narrowed. Raises Forbidden, and Refused while nothing is published."""
    if not advisory.is_offered:
        raise Refused(_("Nothing of it is published: have it published first."), code="not_published")
    return register(
        Campaign,
        by=by,
        title=advisory.title,
        purpose=Campaign.Purpose.ADVISORY,
        audience=Campaign.Audience.EVERYBODY,
        for_record=advisory,
        script=advisory.script,
    )
