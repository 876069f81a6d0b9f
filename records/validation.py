"""What every door checks before it changes a record, whoever calls it."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from records.models import Record

NO_VALUE: tuple[object, ...] = (None, "")


def check(record: Record, names: Sequence[str], *, required: Sequence[str]) -> None:
    """Raise ValidationError, field by field. Foreign rows are taken as given: they came from a form or a query."""
    errors: dict[str, list[str]] = {}
    for name in required:
        if getattr(record, name) in NO_VALUE:
            errors[name] = [_("This is needed.")]
    plain = {
        field.name
        for field in record._meta.concrete_fields
        if field.name in names and not field.is_relation and field.name not in errors
    }
    try:
        record.clean_fields(exclude={field.name for field in record._meta.fields} - plain)
    except ValidationError as error:
        errors |= error.message_dict
    _fill_from_contact(record)
    errors |= _elsewhere(record)
    if errors:
        raise ValidationError(errors)


def _fill_from_contact(record: Record) -> None:
    if record.contact_id and record.contact:
        if record.customer_id is None:
            record.customer = record.contact.customer
        if record.site_id is None:
            record.site = record.contact.site


def _elsewhere(record: Record) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    if record.site_id and record.site and record.site.customer_id != record.customer_id:
        errors["site"] = [_("This site belongs to another customer: choose one of this customer's sites.")]
    if record.contact_id and record.contact and record.contact.customer_id != record.customer_id:
        errors["contact"] = [
            _("This person belongs to another customer: choose one of this customer's contacts.")
        ]
    return errors
