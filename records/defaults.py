"""The priority matrix. The default rights of every declared kind follow from `records/areas.py`."""

from people.defaults import installs
from records.models import PriorityRule
from records.priorities import default_priority


@installs("records.priority_matrix")
def install_priority_matrix() -> None:
    PriorityRule.objects.bulk_create(
        [
            PriorityRule(impact=impact, urgency=urgency, priority=default_priority(impact, urgency))
            for impact in range(1, 6)
            for urgency in range(1, 6)
        ],
        ignore_conflicts=True,
    )
