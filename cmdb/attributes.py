"""What an attribute may be: one form field per type checks pages, files and REST alike."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from cmdb.models import AttributeDefinition, ItemClass

Type = AttributeDefinition.Type
PREFIX = "attributes."
LONGEST = 500


def definitions_of(item_class: ItemClass) -> list[AttributeDefinition]:
    """The attributes in use, in order."""
    return list(item_class.definitions.filter(is_active=True))


def field_of(definition: AttributeDefinition) -> forms.Field:
    """The field that reads and checks a value, whether it is text of a form or plain JSON."""
    unit = f" ({definition.unit})" if definition.unit else ""
    told: dict[str, Any] = {"label": f"{definition.label}{unit}", "required": False}
    match definition.type:
        case Type.NUMBER:
            return forms.DecimalField(max_digits=20, decimal_places=6, **told)
        case Type.DATE:
            return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **told)
        case Type.CHOICE:
            return forms.ChoiceField(choices=[("", ""), *((one, one) for one in definition.choices)], **told)
        case Type.BOOLEAN:
            return forms.NullBooleanField(**told)
        case Type.ADDRESS:
            return forms.GenericIPAddressField(**told)
        case Type.LINK:
            return forms.URLField(max_length=LONGEST, assume_scheme="https", **told)
    return forms.CharField(max_length=LONGEST, **told)


def plain(value: Any) -> Any:
    """A value as JSON holds it; None for nothing."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    return None if value == "" else value


def read(definition: AttributeDefinition, value: Any) -> Any:
    """The value as it is kept. Raises ValidationError with what is wrong and what may be written instead."""
    field = field_of(definition)
    if isinstance(field, forms.NullBooleanField):
        return _yes_or_no(value)
    if isinstance(value, (bool, list, dict)):
        raise ValidationError(_("A value of the type “%(type)s” is needed.") % _told(definition))
    try:
        return plain(field.clean("" if value is None else str(value).strip()))
    except ValidationError as error:
        if definition.type == Type.CHOICE:
            choices = {"choices": ", ".join(definition.choices)}
            raise ValidationError(_("Choose one of: %(choices)s.") % choices) from error
        raise


def _yes_or_no(value: Any) -> bool | None:
    text = str("" if value is None else value).strip().casefold()
    if text in ("", "unknown"):
        return None
    if text in ("true", "yes", "1", "是"):
        return True
    if text in ("false", "no", "0", "否"):
        return False
    raise ValidationError(_("Write yes or no."))


def _told(definition: AttributeDefinition) -> dict[str, str]:
    return {"type": definition.get_type_display()}


def checked(
    definitions: Iterable[AttributeDefinition], values: Mapping[str, Any], *, is_new: bool
) -> dict[str, Any]:
    """The values as they are kept, None where one is taken away. Raises ValidationError by `attributes.<code>`.

    What a class requires must be given for a new item and cannot be taken away later; what was recorded before the
    class required it may stay incomplete, and the figures of completeness say so.
    """
    known = {definition.code: definition for definition in definitions}
    errors: dict[str, Any] = {}
    read_values: dict[str, Any] = {}
    for code in values.keys() - known.keys():
        errors[f"{PREFIX}{code}"] = _("Items of this class have no attribute of this name.")
    for code, definition in known.items():
        if code not in values and not is_new:
            continue
        try:
            read_values[code] = read(definition, values.get(code))
        except ValidationError as error:
            errors[definition.key] = error
            continue
        if definition.is_required and read_values[code] is None:
            errors[definition.key] = _("An item of this class needs this.")
    if errors:
        raise ValidationError(errors)
    return read_values


def shown(definition: AttributeDefinition, value: Any) -> str:
    """A kept value in words, with its unit."""
    if value is None or value == "":
        return ""
    if definition.type == Type.BOOLEAN:
        return _("yes") if value else _("no")
    if definition.type == Type.DATE:
        return date_format(date.fromisoformat(value), "Y-m-d")
    text = number_format(value, use_l10n=False) if definition.type == Type.NUMBER else str(value)
    return f"{text} {definition.unit}" if definition.unit else text
