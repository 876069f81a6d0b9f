"""Any set of weekdays, in one short column: "135" is Monday, Wednesday and Friday, numbered as ISO 8601 does."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db import models
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

EVERY = "1234567"
WORKDAYS = "12345"
# As journals say it of the time when there were three sets to choose from.
FORMERLY = {"workdays": WORKDAYS, "six": "123456", "every": EVERY}
NONE_CHOSEN = _("Choose at least one day.")
in_order = RegexValidator(
    r"\A1?2?3?4?5?6?7?\Z",
    _("Write the numbers of the days, Monday first: 135 is Monday, Wednesday and Friday."),
)


class WeekdayBoxes(forms.CheckboxSelectMultiple):
    """A box for each day, over one text: whatever keeps or compares texts keeps and compares this too."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, choices=[(day, WEEKDAYS_ABBR[int(day) - 1]) for day in EVERY])

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        return "".join(super().value_from_datadict(data, files, name) or ())

    def format_value(self, value: Any) -> list[str]:
        return list(value or "")


class WeekdaysField(models.CharField[str, str]):
    """At least one weekday. A row answers get_<name>_display() in the reader's language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": len(EVERY), **kwargs})
        self.error_messages |= {"blank": NONE_CHOSEN}
        self.validators = [*self.validators, in_order]

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, f"get_{name}_display", lambda row: self.in_words(getattr(row, name)))

    def formfield(self, *args: Any, **kwargs: Any) -> Any:
        told = {"widget": WeekdayBoxes, "error_messages": {"required": NONE_CHOSEN}}
        return super().formfield(*args, **{**told, **kwargs})

    def in_words(self, value: str) -> str:
        """Mon–Wed, Fri; as columns and as journals keep it."""
        days = FORMERLY.get(value, value)
        if days == EVERY:
            return _now("every day")
        # Translators: between weekdays and stretches of them, as in "Mon–Wed, Fri".
        return pgettext("between weekdays", ", ").join(_stretches(days))


def _stretches(days: str) -> Iterator[str]:
    """Three days on end and more as first and last, fewer each by itself."""
    for _start, run in groupby(enumerate(map(int, days)), key=lambda one: one[1] - one[0]):
        names = [str(WEEKDAYS_ABBR[day - 1]) for _place, day in run]
        if len(names) > 2:
            names = [_now("%(first)s–%(last)s") % {"first": names[0], "last": names[-1]}]
        yield from names
