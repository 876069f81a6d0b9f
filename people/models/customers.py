from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models.names import Named


class Region(models.TextChoices):
    """Where a customer is: decides how a local phone number is read."""

    CN = "CN", _("mainland China")
    TW = "TW", _("Taiwan")
    HK = "HK", _("Hong Kong")


class Customer(Named):
    code = models.CharField(_("code"), max_length=60, unique=True)
    region = models.CharField(_("region"), max_length=2, choices=Region.choices, default=Region.CN)
    is_key_account = models.BooleanField(_("key account"), default=False)
    is_do_not_call = models.BooleanField(
        _("do not call"), default=False, db_default=False, help_text=_("No campaign calls anybody here.")
    )
    note = models.TextField(_("what the desk should know"), blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("customer")
        verbose_name_plural = _("customers")

    def save(self, *args: Any, **kwargs: Any) -> None:
        from people.callers import index

        super().save(*args, **kwargs)
        index(self.contacts.all())


class Site(Named):
    """A customer's place, with its position for the way there."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="sites", verbose_name=_("customer"))
    code = models.CharField(_("code"), max_length=60, unique=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True, help_text=_("Degrees, WGS 84."))
    longitude = models.FloatField(_("longitude"), null=True, blank=True, help_text=_("Degrees, WGS 84."))

    class Meta:
        ordering = ["name"]
        verbose_name = _("site")
        verbose_name_plural = _("sites")


class Contact(models.Model):
    """A person at a customer's who calls, or is called."""

    customer = models.ForeignKey(
        Customer, models.CASCADE, related_name="contacts", verbose_name=_("customer")
    )
    site = models.ForeignKey(
        Site, models.SET_NULL, null=True, blank=True, related_name="contacts", verbose_name=_("site")
    )
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=10, default="zh-hans")
    title = models.CharField(_("position"), max_length=100, blank=True)
    is_do_not_call = models.BooleanField(
        _("do not call"), default=False, db_default=False, help_text=_("No campaign calls this person.")
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        from people.callers import index

        super().save(*args, **kwargs)
        index(Contact.objects.filter(pk=self.pk))


class PhoneNumber(models.Model):
    """One number of a contact: as somebody wrote it, and in the one form that calls are matched by."""

    contact = models.ForeignKey(
        Contact, models.CASCADE, related_name="phone_numbers", verbose_name=_("contact")
    )
    written = models.CharField(pgettext_lazy("a telephone", "number"), max_length=40)
    e164 = models.CharField(_("international form"), max_length=20, blank=True, editable=False, db_index=True)
    tail = models.CharField(
        max_length=8,
        blank=True,
        editable=False,
        db_index=True,
        help_text=_("The last digits, for numbers that arrive cut."),
    )

    class Meta:
        verbose_name = _("phone number")
        verbose_name_plural = _("phone numbers")

    def __str__(self) -> str:
        return self.written

    def save(self, *args: Any, **kwargs: Any) -> None:
        from people.callers import index

        self.recognise()
        super().save(*args, **kwargs)
        index(Contact.objects.filter(pk=self.contact_id))

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        from people.callers import index

        gone = super().delete(*args, **kwargs)
        index(Contact.objects.filter(pk=self.contact_id))
        return gone

    def recognise(self) -> None:
        """Fill in what follows from the number as written. Whoever writes rows in bulk calls it for each."""
        from people.phone import canonical, tail

        self.e164 = canonical(self.written, self.contact.customer.region)
        self.tail = tail(self.e164 or self.written)
