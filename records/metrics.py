"""What clocks count."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from records.lifecycle import Text


@dataclass(frozen=True, kw_only=True)
class Metric:
    """A `promise` warns at 50 % and 75 % and pauses with the record; anything else only falls due.

    `warns` is False for a promise that warns in its own way. `is_target`: how long it runs is a row of `sla.Target`.
    """

    name: str
    label: Text
    is_promise: bool = True
    is_target: bool = True
    warns: bool = True


_metrics: dict[str, Metric] = {}


def register_metric(metric: Metric) -> Metric:
    _metrics[metric.name] = metric
    return metric


def metric_named(name: str) -> Metric:
    return _metrics[name]


for _metric in (
    Metric(name="response", label=_("response")),
    Metric(name="resolution", label=_("resolution")),
    Metric(name="operational", label=_("team's own time")),
    Metric(name="follow_up", label=_("follow-up"), is_target=False),
    Metric(name="auto_close", label=_("closing what nobody confirms"), is_promise=False),
    Metric(name="wake", label=_("end of the hold"), is_promise=False, is_target=False),
):
    register_metric(_metric)
