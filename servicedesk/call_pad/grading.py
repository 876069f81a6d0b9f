"""The priority that impact and urgency lead to, for the page to show without asking."""

from records.models import Level, PriorityRule
from records.priorities import default_priority


def matrix() -> dict[str, int]:
    """ "impact-urgency" → priority. One query."""
    rules = {(rule.impact, rule.urgency): rule.priority for rule in PriorityRule.objects.all()}
    return {
        f"{impact}-{urgency}": rules.get((impact, urgency)) or default_priority(impact, urgency)
        for impact in Level.values
        for urgency in Level.values
    }
