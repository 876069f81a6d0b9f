"""What the figures are asked for: a period, an item or a class of items, so many days."""

from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from changes.aftermath import WINDOWS, Period
from cmdb.models import ConfigurationItem, ItemClass
from cmdb.sight import items_for
from people.models import User
from records.models import Record
from sla.forms import DateField

USUAL = timedelta(days=120)
LONGEST = timedelta(days=731)


class PeriodForm(forms.Form):
    """Two days, both counted; without them the four months up to the newest incident."""

    since = DateField(label=_("First day"), required=False)
    until = DateField(label=_("Last day"), required=False)
    item = forms.ModelChoiceField(ConfigurationItem.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, user: User) -> None:
        # Keys and days come from an address: what the database cannot hold is not asked of it.
        given = {name: data.get(name, "").replace("\0", "")[:20] for name in self.base_fields}
        last = newest_day()
        usual = {"since": last - USUAL + timedelta(days=1), "until": last}
        super().__init__(
            given | {name: given[name] or day for name, day in usual.items()}, auto_id="filter_%s"
        )
        self.fields["item"].queryset = items_for(user).select_related("item_class")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _now("The last day lies before the first."))
        elif since and until and until - since >= LONGEST:
            self.add_error("since", _now("At most two years at once: choose a later first day."))
        return cleaned

    @property
    def chosen_item(self) -> ConfigurationItem | None:
        found: ConfigurationItem | None = self.cleaned_data.get("item")
        return found

    @property
    def period(self) -> Period:
        """Only of a form that is valid."""
        begin, end = (
            _start(self.cleaned_data["since"]),
            _start(self.cleaned_data["until"] + timedelta(days=1)),
        )
        return Period(begin, end, self.chosen_item.pk if self.chosen_item else None)

    def url(self, view: str, **also: Any) -> str:
        """The address of a page about the same, narrowed by what else is given; None leaves a word out."""
        words = {**self.cleaned_data, "item": self.chosen_item.pk if self.chosen_item else None, **also}
        given = {name: value for name, value in words.items() if value is not None}
        return f"{reverse(f'desk:{view}')}?{urlencode(given)}"


class ListForm(PeriodForm):
    """Which of the incidents: those within so many days after a change, or those at other times."""

    days = forms.TypedChoiceField(
        choices=[("", ""), *((days, days) for days in WINDOWS)], coerce=int, required=False
    )
    item_class = forms.ModelChoiceField(ItemClass.objects.all(), required=False)
    named = forms.BooleanField(required=False)


def days_chosen(data: QueryDict) -> int:
    """One of the windows; three days where nothing sensible is asked."""
    return next((days for days in WINDOWS if str(days) == data.get("days")), WINDOWS[1])


def newest_day() -> date:
    """The day of the newest incident, or today."""
    newest = (
        Record.objects.filter(kind="incident")
        .order_by("-opened_at", "-id")
        .values_list("opened_at", flat=True)
    )
    now = timezone.now()
    return timezone.localdate(min(newest.first() or now, now))


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
