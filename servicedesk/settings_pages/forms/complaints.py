"""Forms of what complaints are timed and classed by."""

from complaints.models import Cause, Limit
from people.forms.lossless import LosslessForm


class LimitRow(LosslessForm[Limit]):
    class Meta:
        model = Limit
        fields = ("what", "hours")


class CauseRow(LosslessForm[Cause]):
    class Meta:
        model = Cause
        fields = ("name", "name_zh_hans", "name_zh_hant", "code", "is_active")
