"""Any Django form, drawn one way: label, control, help and error, joined for a screen reader."""

from typing import Any

from django import forms, template
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.boundfield import BoundField, BoundWidget
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

register = template.Library()

CHOICES = (forms.RadioSelect, forms.CheckboxSelectMultiple)
[(EMPTY, DASHES)] = BLANK_CHOICE_DASH


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, label: str = "", help_text: str = "", **attrs: Any) -> dict[str, Any]:
    """One field. Keyword arguments become attributes of the control: underscores turn into dashes."""
    shape = shape_of(bound)
    if shape == "select":
        word_the_empty_choice(bound.field)
    drawn = attributes_of(bound, shape, attrs)
    return {
        "field": bound,
        "shape": shape,
        "control": "" if shape == "group" else bound.as_widget(attrs=drawn),
        "choices": choices_of(bound, drawn) if shape == "group" else [],
        # Written as it stands within a sentence; above a control it begins one.
        "label": capfirst(label or bound.label),
        "help_text": help_text or bound.help_text,
        "help_id": f"{bound.auto_id}_help",
        "error_id": f"{bound.auto_id}_error",
    }


@register.inclusion_tag("components/form_fields.html")
def form_fields(form: forms.BaseForm, columns: int = 1) -> dict[str, Any]:
    """The form's own errors first, then every visible field, then the hidden ones with their errors."""
    return {"form": form, "columns": columns}


def shape_of(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, CHOICES):
        return "group"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    return "select" if isinstance(widget, forms.Select) else "line"


def word_the_empty_choice(field: Any) -> None:
    """Django's row of dashes asks for nothing and says nothing."""
    word = _("Choose one") if field.required else ""
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == DASHES:
            field.empty_label = word
    elif (EMPTY, DASHES) in (chosen := list(field.widget.choices)):
        field.widget.choices = [(EMPTY, word) if one == (EMPTY, DASHES) else one for one in chosen]


def choices_of(bound: BoundField, attrs: dict[str, Any]) -> list[BoundWidget]:
    """One control for each choice; Django draws them in a wrapper that takes the controls' own class."""
    widget = bound.field.widget
    # The group is described as a whole, on its fieldset.
    own = {name: value for name, value in attrs.items() if name != "aria-describedby"}
    built = bound.build_widget_attrs({"id": bound.auto_id, **own}, widget)
    built.pop("aria-describedby", None)
    found = widget.subwidgets(bound.html_name, bound.value(), attrs=built)
    return [BoundWidget(widget, data, bound.form.renderer) for data in found]


CLASSES = {
    "group": "form-check-input",
    "check": "form-check-input",
    "select": "form-select",
    "line": "form-control",
}


def attributes_of(bound: BoundField, shape: str, given: dict[str, Any]) -> dict[str, Any]:
    widget = bound.field.widget
    attrs = {name.replace("_", "-"): value for name, value in given.items()}
    names = [CLASSES[shape], widget.attrs.get("class", ""), attrs.pop("class", "")]
    if bound.errors:
        names.append("is-invalid")
    attrs["class"] = " ".join(filter(None, names))
    if described := described_by(bound):
        attrs["aria-describedby"] = described
    attrs["aria-invalid"] = "true" if bound.errors else None
    return {name: value for name, value in attrs.items() if value is not None}


def described_by(bound: BoundField) -> str:
    """The error first: it is what the person must hear."""
    parts = [
        f"{bound.auto_id}_error" if bound.errors else "",
        f"{bound.auto_id}_help" if bound.help_text else "",
    ]
    return " ".join(filter(None, parts))


@register.simple_tag
def ids(form: forms.BaseForm, pattern: str) -> str:
    """Ids of their own for a form that stands on a page beside another one with fields of the same names."""
    form.auto_id = pattern
    return ""


@register.simple_tag
def once() -> SafeString:
    """A hidden field that makes a second submission of the same form harmless."""
    return mark_safe('<input type="hidden" name="idempotency_key" value="" data-once>')
