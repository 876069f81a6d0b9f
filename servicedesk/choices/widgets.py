"""A select for tables too long to list: it renders what is chosen, and a script asks the server by a few letters."""

from typing import Any

from django import forms


class SearchSelect(forms.Select):
    """`narrowed_by` names fields of the same form whose values narrow what is found."""

    template_name = "choices/search_select.html"

    def __init__(self, *, url: str, narrowed_by: list[str], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.url = url
        self.narrowed_by = narrowed_by

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"] |= {"url": self.url, "narrowed_by": " ".join(self.narrowed_by)}
        return context

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        """Only what is chosen, and nothing: one query by key instead of the whole table."""
        chosen = [text for text in value if text.isascii() and text.isdigit() and len(text) < 19]
        # What a ModelChoiceField lays in here knows its queryset.
        rows = self.choices.queryset.filter(pk__in=chosen) if chosen else []  # type: ignore[attr-defined]
        options = [("", ""), *((row.pk, str(row)) for row in rows)]
        return [
            (None, [self.create_option(name, key, label, str(key) in value, place)], place)
            for place, (key, label) in enumerate(options)
        ]
