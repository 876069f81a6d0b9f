"""Hand-overs: who passed a record on, to whom, when and why. A line of the ledger that ended is one.

Only those about records that the reader sees.
"""

from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models import User
from records.models import Ownership, Record
from servicedesk.settings_pages.forms.controls import offer_rows
from sla.forms import DateField

DAYS = 7


def hand_overs(user: User) -> QuerySet[Ownership]:
    """The lines that ended, newest first. `taker`, `handed_by` and `why` are those of the line that followed."""
    following = Ownership.objects.filter(record=OuterRef("record"), id__gt=OuterRef("id")).order_by("id")
    seen = Record.objects.visible_to(user)
    return (
        Ownership.objects.filter(until_at__isnull=False, record__in=seen.values("pk"))
        .annotate(
            taker=Subquery(following.values("owner")[:1]),
            handed_by=Subquery(following.values("given_by")[:1]),
            why=Subquery(following.values("reason")[:1]),
        )
        .order_by(F("until_at").desc(), F("id").desc())
    )


def first_day() -> date:
    """The first of the days that "lately" speaks of: today and the six before."""
    return timezone.localdate() - timedelta(days=DAYS - 1)


def start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def hand_overs_url(**filters: Any) -> str:
    given = {name: getattr(value, "pk", value) for name, value in filters.items() if value}
    return f"{reverse('desk:hand-overs')}?{urlencode(given)}"


class HandOverForm(forms.Form):
    """What is looked for. An empty field does not narrow."""

    giver = forms.ModelChoiceField(
        User.objects.filter(is_system=False),
        label=pgettext_lazy("a person", "from"),
        required=False,
        empty_label=_("anybody"),
    )
    taker = forms.ModelChoiceField(
        User.objects.filter(is_system=False),
        label=pgettext_lazy("a person", "to"),
        required=False,
        empty_label=_("anybody"),
    )
    record = forms.CharField(label=_("number of the record"), max_length=20, required=False)
    since = DateField(label=_("first day"), required=False)
    until = DateField(label=_("last day"), required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, auto_id="filter_%s")
        offer_rows(self, also_unused=True)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day lies before the first."))
        return cleaned

    def condition(self) -> Q:
        given, found = self.cleaned_data, Q()
        if given["giver"]:
            found &= Q(owner=given["giver"])
        if given["taker"]:
            found &= Q(taker=given["taker"].pk)
        if given["record"]:
            found &= Q(record__number__iexact=given["record"].strip())
        if given["since"]:
            found &= Q(until_at__gte=start_of(given["since"]))
        if given["until"]:
            found &= Q(until_at__lt=start_of(given["until"] + timedelta(days=1)))
        return found

    @property
    def is_narrowed(self) -> bool:
        return any(self.cleaned_data.values())
