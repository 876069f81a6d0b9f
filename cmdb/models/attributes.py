from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cmdb.models.items import ItemClass
from people.models import Named


class AttributeDefinition(Named):
    """An attribute that items of one class have: its type, and what it may be."""

    class Type(models.TextChoices):
        TEXT = "text", _("text")
        NUMBER = "number", _("number")
        DATE = "date", _("day")
        CHOICE = "choice", _("one of a list")
        BOOLEAN = "boolean", _("yes or no")
        ADDRESS = "address", _("IP address")
        LINK = "link", _("web address")

    item_class = models.ForeignKey(
        ItemClass, models.CASCADE, related_name="definitions", verbose_name=_("class")
    )
    code = models.SlugField(_("code"), max_length=60)
    type = models.CharField(_("type"), max_length=10, choices=Type.choices, default=Type.TEXT)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    choices = models.JSONField(_("choices"), default=list, blank=True)
    is_required = models.BooleanField(_("required"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["item_class", "position", "code"]
        verbose_name = _("attribute")
        verbose_name_plural = _("attributes")
        constraints = [
            models.UniqueConstraint(
                fields=["item_class", "code"],
                name="one_attribute_per_class_and_code",
                violation_error_message=_("This class has an attribute of this code already."),
            )
        ]

    def clean(self) -> None:
        if (self.type == self.Type.CHOICE) != bool(self.choices):
            raise ValidationError(
                {"choices": _("One of a list needs its list, one choice a line; other types have none.")}
            )

    @property
    def key(self) -> str:
        """How history and discrepancies name it, beside the columns."""
        return f"attributes.{self.code}"
