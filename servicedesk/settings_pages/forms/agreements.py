"""Forms of what is promised: calendars, contracts, targets. Checks are `sla`'s own; two people may write at once."""

from typing import Any

from django import forms

from people.forms.lossless import LosslessForm
from servicedesk.settings_pages.forms.controls import PICK
from sla.forms import CalendarExceptionForm, CalendarForm, ContractForm, TargetForm
from sla.models import Calendar, CalendarException, Contract, SiteCalendar, Target, TeamCalendar


class CalendarRow(CalendarForm, LosslessForm[Calendar]):
    class Meta(CalendarForm.Meta):
        pass


class ExceptionRow(CalendarExceptionForm, LosslessForm[CalendarException]):
    """An exception is of the calendar that it is made for; only a new one asks which."""

    calendar = forms.ModelChoiceField(
        Calendar.objects.all(), label=CalendarException.calendar.field.verbose_name
    )

    class Meta(CalendarExceptionForm.Meta):
        pass

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["calendar"].disabled = self.instance.pk is not None


class ContractRow(ContractForm, LosslessForm[Contract]):
    class Meta(ContractForm.Meta):
        widgets = {"services": PICK}


class TargetRow(TargetForm, LosslessForm[Target]):
    class Meta(TargetForm.Meta):
        pass


class SiteCalendarRow(LosslessForm[SiteCalendar]):
    class Meta:
        model = SiteCalendar
        fields = ("site", "calendar")


class TeamCalendarRow(LosslessForm[TeamCalendar]):
    class Meta:
        model = TeamCalendar
        fields = ("team", "calendar")
