"""How fast engineers travel at first: a town, its surroundings, the motorway. Data from then on."""

from people.defaults import installs
from visits.models import TravelSpeed, VisitRules

SPEEDS = [(10, 22), (40, 40), (150, 65), (2000, 80)]


@installs("visits.speeds")
def install_speeds() -> None:
    for up_to_km, km_per_hour in SPEEDS:
        TravelSpeed.objects.get_or_create(up_to_km=up_to_km, defaults={"km_per_hour": km_per_hour})


@installs("visits.rules")
def install_rules() -> None:
    if not VisitRules.objects.exists():
        VisitRules.objects.create()
