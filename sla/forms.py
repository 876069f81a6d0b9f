"""Forms for calendars, contracts and targets. Each error stands at the field that mends it."""

from collections.abc import Iterator, Mapping
from copy import copy
from datetime import date, time, timedelta
from operator import itemgetter
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.translation import gettext_lazy as _

from cmdb.models import Service
from sla.models import Calendar, CalendarException, Contract, Target, WorkingHours
from sla.models.calendars import MIDNIGHT, Weekday, check_order, hours_text
from sla.services import Hours, set_week

# Django's forms take a type argument in their stubs only.
if TYPE_CHECKING:
    CalendarModelForm = forms.ModelForm[Calendar]
    ContractModelForm = forms.ModelForm[Contract]
    ExceptionModelForm = forms.ModelForm[CalendarException]
    TargetModelForm = forms.ModelForm[Target]
    WorkingHoursForms = forms.BaseFormSet["WorkingHoursForm"]
else:
    CalendarModelForm = ContractModelForm = ExceptionModelForm = TargetModelForm = forms.ModelForm
    WorkingHoursForms = forms.BaseFormSet

LONGEST_CLOSURE = timedelta(days=366)


class WallTimeField(forms.TimeField):
    """A time of day, typed as 18:00 or 18."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TimeInput(
            format="%H:%M", attrs={"inputmode": "numeric", "placeholder": "09:00", "size": 6}
        )
        super().__init__(input_formats=["%H:%M", "%H:%M:%S", "%H", "%H%M"], widget=widget, **kwargs)


class ClosingTimeField(WallTimeField):
    """Knows 24:00, the end of the day, which is kept as midnight."""

    def to_python(self, value: Any) -> time | None:
        if isinstance(value, str) and value.strip() in {"24", "24:00", "24:00:00", "2400"}:
            return MIDNIGHT
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return "24:00" if value == MIDNIGHT else value


class DateField(forms.DateField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **kwargs)


def _time_zones() -> list[tuple[str, str]]:
    return [(name, name) for name in sorted(available_timezones()) if "/" in name or name == "UTC"]


class CalendarForm(CalendarModelForm):
    time_zone = forms.ChoiceField(label=_("time zone"), choices=_time_zones)
    # Not among the model form's own fields: being the default is taken from another calendar, not refused.
    is_default = forms.BooleanField(
        label=_("used where nothing else says"),
        required=False,
        help_text=_("Takes this from the calendar that has it now."),
    )

    class Meta:
        model = Calendar
        fields = (
            "name",
            "name_zh_hans",
            "name_zh_hant",
            "time_zone",
            "is_always_open",
            "region",
            "make_up_weekday",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("is_default", self.instance.is_default)

    def save(self, commit: bool = True) -> Calendar:
        self.instance.is_default = self.cleaned_data["is_default"]
        return super().save(commit)


class WorkingHoursForm(forms.Form):
    """One span of one weekday."""

    weekday = forms.TypedChoiceField(label=_("weekday"), choices=Weekday.choices, coerce=int)
    opens_at = WallTimeField(label=_("opens"))
    closes_at = ClosingTimeField(label=_("closes"))

    def has_changed(self) -> bool:
        """A new row that names a weekday and no hours is none: a browser always sends some weekday."""
        changed = set(self.changed_data)
        return bool(changed if self.initial else changed - {"weekday"})

    def clean(self) -> dict[str, Any]:
        check_order(self.cleaned_data.get("opens_at"), self.cleaned_data.get("closes_at"))
        return self.cleaned_data


class WeekForms(WorkingHoursForms):
    """The whole week of one calendar: what is shown takes the place of what was there."""

    def __init__(self, *args: Any, calendar: Calendar, **kwargs: Any) -> None:
        self.calendar = calendar
        rows = calendar.workinghours_set.all() if calendar.pk else WorkingHours.objects.none()
        kwargs.setdefault("initial", list(rows.values("weekday", "opens_at", "closes_at")))
        super().__init__(*args, **kwargs)

    def clean(self) -> None:
        """Refuse an empty week; put an overlap at the opening time of the later of the two rows."""
        rows = sorted(((_hours(form.cleaned_data), form) for form in self._filled()), key=itemgetter(0))
        if not rows and not self.calendar.is_always_open and not any(self.errors):
            raise ValidationError(
                _("Give hours for at least one weekday: without them nothing ever falls due.")
            )
        for number, (later, form) in enumerate(rows):
            met = next((earlier for earlier, _form in rows[:number] if _overlap(earlier, later)), None)
            if met is not None:
                told = {"hours": hours_text(met[1], met[2])}
                form.add_error(
                    "opens_at", ValidationError(_("Overlaps %(hours)s of the same day."), "overlap", told)
                )

    def _filled(self) -> Iterator[WorkingHoursForm]:
        for form in self.forms:
            is_meant = form in self.initial_forms or form.has_changed()
            if is_meant and form.is_valid() and not form.cleaned_data.get(DELETION_FIELD_NAME):
                yield form

    def week(self) -> list[Hours]:
        """The hours as typed, in order. Only once the rows are valid."""
        return sorted(_hours(form.cleaned_data) for form in self._filled())

    def save(self) -> None:
        set_week(self.calendar, self.week())


def _hours(row: dict[str, Any]) -> Hours:
    return row["weekday"], row["opens_at"], row["closes_at"]


def _overlap(earlier: Hours, later: Hours) -> bool:
    weekday, _opens_at, closes_at = earlier
    return weekday == later[0] and (closes_at == MIDNIGHT or closes_at > later[1])


_WeekFormSet = forms.formset_factory(
    WorkingHoursForm, formset=WeekForms, extra=2, can_delete=True, max_num=70, validate_max=True
)


def week_forms(data: Mapping[str, Any] | None = None, *, calendar: Calendar) -> WeekForms:
    """The week of a calendar, bound to what was posted if anything was."""
    return cast("WeekForms", _WeekFormSet(data, calendar=calendar))  # type: ignore[call-arg]


class CalendarExceptionForm(ExceptionModelForm):
    """What is different on one day, or on every day of a period."""

    # Given, not asked: a disabled field keeps its initial value whatever is posted. As a field, because the
    # overlap with the calendar's other exceptions goes unchecked without it.
    calendar = forms.ModelChoiceField(Calendar.objects.all(), widget=forms.HiddenInput, disabled=True)
    on = DateField(label=_("date"))
    until = DateField(
        label=_("until"), required=False, help_text=_("The last day, where it is more than one.")
    )
    opens_at = WallTimeField(label=_("opens"), required=False)
    closes_at = ClosingTimeField(
        label=_("closes"),
        required=False,
        help_text=_("Without hours, a worked day has those of make-up days."),
    )

    class Meta:
        model = CalendarException
        fields = ("calendar", "on", "until", "is_working", "opens_at", "closes_at", "name")

    def __init__(self, *args: Any, calendar: Calendar | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if calendar is not None:
            self.initial["calendar"] = calendar
        if self.instance.pk:
            del self.fields["until"]

    def clean_until(self) -> date | None:
        first, last = self.cleaned_data.get("on"), cast("date | None", self.cleaned_data["until"])
        if first and last and last < first:
            raise ValidationError(_("The last day lies before the first."))
        if first and last and last - first > LONGEST_CLOSURE:
            raise ValidationError(_("That is more than a year. Change the weekly hours instead."))
        return last

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and not self.errors:
            self._check_further_days()

    def _check_further_days(self) -> None:
        for day in self._further_days():
            try:
                self._on(day).full_clean()
            except ValidationError as error:
                self.add_error("until", [f"{day:%Y-%m-%d}: {message}" for message in error.messages])
                break

    def _further_days(self) -> Iterator[date]:
        first, last = self.cleaned_data["on"], self.cleaned_data.get("until") or self.cleaned_data["on"]
        return (first + timedelta(days=number) for number in range(1, (last - first).days + 1))

    def _on(self, day: date) -> CalendarException:
        made = copy(self.instance)
        made.on = day
        return made

    def save(self, commit: bool = True) -> CalendarException:
        """Saves one row for each day of the period; returns the first."""
        if not commit:
            return super().save(commit)
        with transaction.atomic():
            further = [self._on(day) for day in self._further_days()]
            first = super().save()
            for row in further:
                row.save()
        return first


class ContractForm(ContractModelForm):
    starts_on = DateField(label=_("first day"))
    ends_on = DateField(label=_("last day"), required=False, help_text=_("Empty: until further notice."))

    class Meta:
        model = Contract
        fields = ("customer", "name", "starts_on", "ends_on", "calendar", "services")

    def save(self, commit: bool = True) -> Contract:
        # One transaction: whoever sees the new edition sees the services chosen with it.
        with transaction.atomic():
            return super().save(commit)


class TargetForm(TargetModelForm):
    priority = forms.TypedChoiceField(
        label=_("priority"),
        choices=[("", _("all")), *((number, f"P{number}") for number in range(1, 6))],
        coerce=int,
        empty_value=None,
        required=False,
    )

    class Meta:
        model = Target
        fields = ("metric", "contract", "team", "service", "priority", "minutes", "calendar")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        contract, service = cleaned.get("contract"), cleaned.get("service")
        if contract and service and not _covers(contract, service):
            self.add_error(
                "service", _("The contract does not cover this service: the target would never apply.")
            )
        return cleaned


def _covers(contract: Contract, service: Service) -> bool:
    named = set(contract.services.values_list("pk", flat=True))
    return not named or service.pk in named
