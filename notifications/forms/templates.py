"""The form of a template: its name, and subject and text in each language."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from notifications import wording
from notifications.models import Template, Wording
from people.forms.lossless import LosslessForm


class TemplateForm(LosslessForm[Template]):
    """English is needed; a language left empty falls back to the nearest one."""

    class Meta:
        model = Template
        fields = ("name", "name_zh_hans", "name_zh_hant", "key")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        written = {text.language: text for text in self.instance.wordings.all()} if self.instance.pk else {}
        for code, _name in settings.LANGUAGES:
            text = written.get(code)
            is_needed = code == settings.LANGUAGE_CODE
            self.fields[f"subject_{code}"] = forms.CharField(
                label=_("Subject"), max_length=200, required=is_needed, initial=text.subject if text else ""
            )
            self.fields[f"body_{code}"] = forms.CharField(
                label=_("Text"),
                max_length=10_000,
                required=is_needed,
                initial=text.body if text else "",
                widget=forms.Textarea(attrs={"rows": 12}),
            )

    def languages(self) -> Iterator[tuple[str, str, BoundField, BoundField]]:
        """Code, name, subject and text, language by language."""
        for code, name in settings.LANGUAGES:
            yield code, str(name), self[f"subject_{code}"], self[f"body_{code}"]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for name, value in list(given.items()):
            if name.startswith(("subject_", "body_")) and value:
                self._check(name, value)
        for code, _name in settings.LANGUAGES:
            if bool(given.get(f"subject_{code}")) != bool(given.get(f"body_{code}")):
                half = "body" if given.get(f"subject_{code}") else "subject"
                if f"{half}_{code}" not in self.errors:
                    self.add_error(
                        f"{half}_{code}", _("A language has both a subject and a text, or neither.")
                    )
        return given

    def _check(self, name: str, value: str) -> None:
        try:
            wording.check(value)
        except ValidationError as error:
            self.add_error(name, error)

    @transaction.atomic
    def save(self, commit: bool = True) -> Template:
        template = super().save(commit=commit)
        for code, _name in settings.LANGUAGES:
            subject, body = self.cleaned_data[f"subject_{code}"], self.cleaned_data[f"body_{code}"]
            if subject:
                Wording.objects.update_or_create(
                    template=template, language=code, defaults={"subject": subject, "body": body}
                )
            else:
                template.wordings.filter(language=code).delete()
        return template
