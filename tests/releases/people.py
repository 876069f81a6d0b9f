"""Who brings releases out, customers with equipment, and releases in every state of their life."""

from datetime import timedelta
from itertools import count
from typing import Any

import time_machine
from django.utils import timezone

from cmdb.models import ConfigurationItem, ItemClass, ProductModel, Service
from incidents.models import Incident
from people.models import Customer, User
from records.actions import advance, register
from releases.models import Release
from tests import cast

_serial = count(1)
REASON = "The director wants it."


def manager() -> User:
    return cast.person("release_manager", teams=("management",))


def builder() -> User:
    return cast.person("developer", teams=("development",))


def service() -> Service:
    return cast.service("data-communication")


def model(name: str = "GW-200") -> ProductModel:
    return ProductModel.objects.get_or_create(vendor="", name=name, revision="")[0]


def item(of: Customer, name: str | None = "GW-200", **fields: Any) -> ConfigurationItem:
    wanted = {"name": "Gateway", "needed_columns": ["model"]}
    gateway, _ = ItemClass.objects.get_or_create(code="gateway", defaults=wanted)
    given = {"name": f"Gateway {next(_serial)}", "item_class": gateway, "service": service(), "customer": of}
    return ConfigurationItem.objects.create(**given | {"model": model(name) if name else None} | fields)


def customers(how_many: int) -> list[Customer]:
    """Customers of the service, each with one gateway of the model GW-200."""
    made = [cast.customer() for _ in range(how_many)]
    for one in made:
        service().customers.add(one)
        item(one)
    return made


def release(by: User, **fields: Any) -> Release:
    given = {"title": "Data communication 4.2", "version_name": "4.2.0", "service": service()}
    return register(Release, by=by, **given | fields)


def fresh(record: Release) -> Release:
    return Release.objects.get(pk=record.pk)  # type: ignore[return-value]


def ready(
    by: User, group: list[Customer], *, tested: tuple[str, ...] = ("GW-200",), **fields: Any
) -> Release:
    """Ready for its pilot, with passed tests on the models named."""
    made = advance(release(by, **fields), "build", by=by)
    made = advance(made, "note_build", by=by, build="4711")
    made = advance(made, "begin_tests", by=by)
    for name in tested:
        made = advance(made, "note_test", by=by, product_model=model(name), result="passed")
    made = advance(made, "declare_ready", by=by)
    return advance(made, "name_pilots", by=by, customers=group) if group else made


def piloting(by: User, group: list[Customer], **fields: Any) -> Release:
    return advance(ready(by, group, **fields), "start_pilot", by=by)


def deployed(by: User, group: list[Customer], **fields: Any) -> Release:
    """In its pilot, and everybody in the group has it."""
    return note(piloting(by, group, **fields), by, group)


def note(record: Release, by: User, group: list[Customer], status: str = "deployed") -> Release:
    return advance(record, "note_deployments", by=by, customers=group, status=status)


def report(by: User, of: Customer, *, ago: timedelta = timedelta(0), **fields: Any) -> Incident:
    """An incident of this customer on the service, some time ago."""
    with time_machine.travel(timezone.now() - ago):
        return cast.incident(by=by, **{"customer": of, "service": service(), **fields})
