"""Form of when hand-over books are made and missed."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from handovers.models import BookRules
from people.forms.lossless import LosslessForm


class BookRulesRow(LosslessForm[BookRules]):
    class Meta:
        model = BookRules
        fields = ("lead_minutes", "warn_minutes")

    def clean(self) -> Any:
        if self.instance.pk is None and BookRules.objects.exists():
            raise ValidationError(_("There is one set of rules: change that one."))
        return super().clean()
