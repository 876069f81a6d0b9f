"""The ledger: who was told what, when, by which channel, with what result. Its filters stand in the address."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from notifications.channels import channels
from notifications.models import Notice, Webhook
from people.models import Contact, User

PAGE = 50
MOST_PEOPLE = 200
SHOWN = ("record", "user", "contact", "webhook", "rule", "entry__by", "bundle")


def _channel_choices() -> list[tuple[str, Any]]:
    return [("", _("every channel")), *((channel.name, channel.label) for channel in channels().values())]


class LedgerForm(forms.Form):
    """What is looked for. An empty field does not narrow."""

    who = forms.CharField(label=_("Who was told"), max_length=100, required=False)
    record = forms.CharField(label=_("Record"), max_length=20, required=False)
    channel = forms.ChoiceField(label=_("Channel"), choices=_channel_choices, required=False)
    state = forms.ChoiceField(
        label=_("Result"), choices=[("", _("every result")), *Notice.State.choices], required=False
    )
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            is_choice = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if is_choice else "form-control"

    def condition(self) -> Q:
        given, found = self.cleaned_data, Q()
        if given["who"]:
            found &= _told(given["who"])
        if given["record"]:
            found &= Q(record__number=given["record"].upper())
        for name in ("channel", "state"):
            if given[name]:
                found &= Q(**{name: given[name]})
        if given["since"]:
            found &= Q(created_at__gte=_moment(given["since"], time.min))
        if given["until"]:
            found &= Q(created_at__lte=_moment(given["until"], time.max))
        return found

    def given(self) -> dict[str, str]:
        """The filters that narrow, with the words their chips show."""
        words: dict[str, str] = {}
        for name, value in self.cleaned_data.items():
            if value:
                choices = dict(getattr(self.fields[name], "choices", ()))
                words[name] = str(choices.get(value, value))
        return words


def _moment(day: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))


def _told(text: str) -> Q:
    """People by part of their name or by their whole address. Found first, so that the ledger's own indexes serve."""
    users = User.objects.filter(Q(name__icontains=text) | Q(username__iexact=text) | Q(email__iexact=text))
    contacts = Contact.objects.filter(Q(name__icontains=text) | Q(email__iexact=text))
    webhooks = Webhook.objects.filter(Q(name__icontains=text) | Q(url__iexact=text))
    return Q(user__in=_keys(users)) | Q(contact__in=_keys(contacts)) | Q(webhook__in=_keys(webhooks))


def _keys(people: QuerySet[Any]) -> list[int]:
    return list(people.order_by("pk").values_list("pk", flat=True)[:MOST_PEOPLE])


@dataclass(frozen=True)
class Page:
    """Some notices, newest first. `older` is the key of the next page, "" on the last."""

    notices: list[Notice]
    older: str


def page_of(user: User, condition: Q, *, before: str = "") -> Page:
    """A page of what this person may see. The key is the time and number of the last notice shown."""
    found = Notice.objects.about_seen_by(user).filter(condition).select_related(*SHOWN)
    if (key := _read(before)) is not None:
        at, pk = key
        found = found.filter(Q(created_at__lt=at) | Q(created_at=at, pk__lt=pk))
    rows = list(found.order_by("-created_at", "-pk")[: PAGE + 1])
    page = rows[:PAGE]
    return Page(page, _key(page[-1]) if len(rows) > PAGE else "")


def _key(notice: Notice) -> str:
    return f"{notice.created_at.isoformat()}_{notice.pk}"


def _read(key: str) -> tuple[datetime, int] | None:
    at, _underline, pk = key.replace(" ", "+").rpartition("_")
    try:
        moment = parse_datetime(at)
        return (moment, int(pk)) if moment is not None and timezone.is_aware(moment) else None
    except (ValueError, OverflowError):
        return None
