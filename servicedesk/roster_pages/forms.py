"""What the roster's pages ask for."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from people.models import DutyPost, User
from roster.models import Leave, Shift, ShiftPattern

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
LONGEST_ROTATION_DAYS = 93


def moment(label: Any, **more: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, **more)


def workers() -> Any:
    return User.objects.filter(is_active=True, is_system=False).order_by("name", "pk")


class PersonForm(forms.Form):
    """People are asked for late: who works here changes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("user", "taker", "users"):
            if name in self.fields:
                self.fields[name].queryset = workers()  # type: ignore[attr-defined]
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and field.empty_label is not None:
                field.empty_label = _now("Choose one") if field.required else ""


class ShiftForm(PersonForm):
    user = forms.ModelChoiceField(User.objects.none(), label=_("person"))
    pattern = forms.ModelChoiceField(
        ShiftPattern.objects.filter(is_active=True), label=_("pattern"), required=False
    )
    post = forms.ModelChoiceField(
        DutyPost.objects.filter(is_active=True), label=_("duty post"), required=False
    )
    starts_at = moment(_("from"))
    ends_at = moment(
        _("until"), required=False, help_text=_("Empty: as the pattern says for the day on which it begins.")
    )
    note = forms.CharField(label=_("note"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        pattern, start = given.get("pattern"), given.get("starts_at")
        if given.get("ends_at") or start is None:
            return given
        if pattern is None:
            self.add_error("ends_at", _now("Give an end, or a pattern that says it."))
            return given
        given["starts_at"], given["ends_at"] = pattern.span(timezone.localdate(start))
        return given


class LeaveForm(PersonForm):
    user = forms.ModelChoiceField(User.objects.none(), label=_("person"))
    sort = forms.ChoiceField(label=_("reason"), choices=Leave.Sort.choices)
    starts_at = moment(_("from"))
    ends_at = moment(_("until"))
    note = forms.CharField(
        label=_("note"), max_length=200, required=False, help_text=_("Read by who plans, by nobody else.")
    )


class RotationForm(PersonForm):
    users = forms.ModelMultipleChoiceField(
        User.objects.none(), label=_("people in turn"), widget=forms.SelectMultiple(attrs={"size": 8})
    )
    pattern = forms.ModelChoiceField(ShiftPattern.objects.filter(is_active=True), label=_("pattern"))
    post = forms.ModelChoiceField(
        DutyPost.objects.filter(is_active=True), label=_("duty post"), required=False
    )
    from_on = forms.DateField(label=_("first day"), widget=DATE)
    until_on = forms.DateField(label=_("last day"), widget=DATE)
    days_each = forms.IntegerField(label=_("days in a row for each"), min_value=1, max_value=31, initial=1)
    is_on_days_off = forms.BooleanField(
        label=_("on weekends and public holidays too"), required=False, initial=True
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        first, last = given.get("from_on"), given.get("until_on")
        if first and last and not 0 <= (last - first).days < LONGEST_ROTATION_DAYS:
            self.add_error("until_on", _now("Give a later day, at most 93 days in all."))
        return given


class SwapForm(PersonForm):
    taker = forms.ModelChoiceField(User.objects.none(), label=_("who takes it"))
    in_return = forms.ModelChoiceField(
        Shift.objects.none(), label=_("for this shift in return"), required=False
    )
    reason = forms.CharField(label=_("reason"), max_length=200, required=False)

    def __init__(self, *args: Any, shift: Shift, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Shift.objects.filter(ends_at__gt=timezone.now()).exclude(user=shift.user_id)
        self.fields["in_return"].queryset = others.select_related("user")  # type: ignore[attr-defined]


class TakerForm(PersonForm):
    taker = forms.ModelChoiceField(User.objects.none(), label=_("who takes the rest of it"))
