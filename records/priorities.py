"""Priority from impact and urgency, by the matrix that the desk holds as data."""

from records.models import PriorityRule


def default_priority(impact: int, urgency: int) -> int:
    """The ITIL diagonal: the rounded-up mean of the two levels. Fills the matrix, and any hole in it."""
    return (impact + urgency + 1) // 2


def priority_for(impact: int, urgency: int) -> int:
    """The priority, 1 to 5, of a record with this impact and urgency."""
    rules = PriorityRule.objects.filter(impact=impact, urgency=urgency)
    return next(iter(rules.values_list("priority", flat=True)), default_priority(impact, urgency))
