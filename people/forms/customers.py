"""Forms of customers, their sites and contacts."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from people import callers
from people.forms.lossless import LosslessForm
from people.models import Contact, Customer, PhoneNumber, Site

MOST_NUMBERS = 20


class CustomerForm(LosslessForm[Customer]):
    class Meta:
        model = Customer
        fields = (
            "name",
            "name_zh_hans",
            "name_zh_hant",
            "code",
            "region",
            "is_key_account",
            "is_do_not_call",
            "note",
            "is_active",
        )
        help_texts = {"region": _("Decides how numbers without a country code are read.")}

    def save(self, commit: bool = True) -> Customer:
        customer = super().save(commit)
        if "region" in self.changed_data:
            callers.read_again(customer)
        return customer


class SiteForm(LosslessForm[Site]):
    class Meta:
        model = Site
        fields = ("name", "name_zh_hans", "name_zh_hant", "code", "address", "latitude", "longitude")

    def clean_latitude(self) -> float | None:
        return self._within("latitude", 90)

    def clean_longitude(self) -> float | None:
        return self._within("longitude", 180)

    def _within(self, name: str, most: int) -> float | None:
        degrees: float | None = self.cleaned_data[name]
        if degrees is not None and not -most <= degrees <= most:
            raise forms.ValidationError(_("Give degrees from -%(most)s to %(most)s."), params={"most": most})
        return degrees


class ContactForm(LosslessForm[Contact]):
    numbers = forms.CharField(
        label=_("Phone numbers"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "inputmode": "tel", "spellcheck": "false"}),
        help_text=_("One in each line, written as you like."),
    )
    is_wanted_twice = forms.BooleanField(label=_("This is somebody else: keep both"), required=False)

    class Meta:
        model = Contact
        fields = ("name", "title", "site", "email", "language", "is_do_not_call", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.customer: Customer = self.instance.customer
        self.fields["site"].queryset = self.customer.sites.all()  # type: ignore[attr-defined]
        if self.instance.pk:
            numbers = sorted(self.instance.phone_numbers.all(), key=lambda number: number.pk)
            self.initial["numbers"] = "\n".join(number.written for number in numbers)
        self.fields["language"] = forms.ChoiceField(
            label=self.fields["language"].label,
            choices=self._languages(),
            help_text=_("Mails are written in it."),
        )
        self.others: list[PhoneNumber] = []
        self.namesakes: list[Contact] = []

    def _languages(self) -> list[tuple[str, Any]]:
        """Ours, and what an import may have brought."""
        ours = list(settings.LANGUAGES)
        return ours if self.instance.language in dict(ours) else [*ours, (self.instance.language,) * 2]

    def clean_numbers(self) -> str:
        lines = [line.strip() for line in self.cleaned_data["numbers"].splitlines() if line.strip()]
        longest = PhoneNumber._meta.get_field("written").max_length or 0
        if len(lines) > MOST_NUMBERS:
            raise forms.ValidationError(_("At most %(most)s numbers."), params={"most": MOST_NUMBERS})
        for line in lines:
            if len(line) > longest:
                raise forms.ValidationError(
                    _("“%(line)s” is too long for a number."), params={"line": line[:60]}
                )
        return "\n".join(dict.fromkeys(lines))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and not cleaned.get("is_wanted_twice"):
            self._warn_of_duplicates(cleaned)
        return cleaned

    def _warn_of_duplicates(self, cleaned: dict[str, Any]) -> None:
        """The same number or name a second time is most often the same person."""
        me = self.instance if self.instance.pk else None
        if self._has_new_numbers():
            lines = cleaned["numbers"].splitlines()
            self.others = callers.others_with(lines, self.customer.region, but=me)
        if "name" in self.changed_data:
            alike = self.customer.contacts.filter(name__iexact=cleaned["name"].strip())
            told = [number.contact_id for number in self.others]
            self.namesakes = list(alike.exclude(pk=self.instance.pk).exclude(pk__in=told)[:5])
        if self.others or self.namesakes:
            self.add_error("is_wanted_twice", _("Tick this, or go on with the one who is known."))

    def _has_new_numbers(self) -> bool:
        return bool(self.cleaned_data["numbers"] != self.initial.get("numbers", ""))

    def save(self, commit: bool = True) -> Contact:
        contact = super().save(commit)
        if self._has_new_numbers():
            callers.set_numbers(contact, self.cleaned_data["numbers"].splitlines())
        return contact
