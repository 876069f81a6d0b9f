"""Form of from when on it is a surge."""

from emergency.models import SurgeRule
from people.forms.lossless import LosslessForm


class SurgeRuleRow(LosslessForm[SurgeRule]):
    class Meta:
        model = SurgeRule
        fields = ("watched", "service", "reports", "minutes", "warns", "odds")
