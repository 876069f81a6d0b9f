"""What is said to one person: the campaign's script with his name in it."""

from outreach.models import CallTask, Campaign

GAPS = ("person", "customer", "item")


def spoken(campaign: Campaign, task: CallTask) -> str:
    """The script with {person}, {customer} and {item} filled in; any other brace is left as it was written."""
    said = campaign.script
    told = {"person": task.contact, "customer": task.customer, "item": task.item}
    for name in GAPS:
        said = said.replace(f"{{{name}}}", str(told[name] or "…"))
    return said
