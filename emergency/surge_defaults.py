"""What a surge is at first: twenty reports on one service within half an hour. Data from then on."""

from emergency.models import SurgeRule
from people.defaults import installs


@installs("emergency.surge_rules")
def install_rules() -> None:
    SurgeRule.objects.get_or_create(watched="service", service=None)
