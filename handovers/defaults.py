"""The rules a desk starts with. Data from then on."""

from handovers.models import BookRules
from people.defaults import installs


@installs("handovers.rules")
def install_rules() -> None:
    if not BookRules.objects.exists():
        BookRules.objects.create()
