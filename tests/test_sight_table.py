"""Who sees which incident by which door, written out a second time: role × door × near and far.

Near is an incident of one's own team and customer; far is of others. Whatever shows a record asks the same object.
"""

from collections.abc import Callable, Iterator

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from incidents.models import Incident
from people.models import Role, User
from people.tokens import issue
from records.actions import advance
from records.attachments import attach
from records.live import deciding
from servicedesk.live.hub import Listener
from tests import cast

pytestmark = pytest.mark.django_db

BOTH, NEAR, NEITHER = {"near", "far"}, {"near"}, set[str]()
SEES = {
    "agent": BOTH,
    "shift_leader": BOTH,
    "supervisor": BOTH,
    "director": BOTH,
    "incident_manager": BOTH,
    "problem_manager": BOTH,
    "change_manager": BOTH,
    "release_manager": BOTH,
    "configuration_manager": BOTH,
    "field_engineer": NEAR,
    "second_line": NEAR,
    "developer": NEAR,
    "purchaser": NEITHER,
    "api_client": NEAR,
    "auditor": BOTH,
    "administrator": BOTH,
}
# Doors that show less than the record's page: to nobody else.
TAKES_NO_LISTS_AWAY = {"field_engineer", "second_line", "developer", "purchaser", "api_client"}
READS_NO_FILES = {"purchaser", "api_client"}

Look = Callable[[Client, User, Incident], bool]


def by_page(client: Client, user: User, incident: Incident) -> bool:
    return _is_shown(client, f"/records/{incident.number}/")


def by_part(client: Client, user: User, incident: Incident) -> bool:
    return _is_shown(client, f"/records/{incident.number}/parts/journal/")


def by_step_dialog(client: Client, user: User, incident: Incident) -> bool:
    """Seen and not allowed is 403; not seen is 404."""
    return client.get(f"/records/{incident.number}/steps/start/").status_code != 404


def by_queue(client: Client, user: User, incident: Incident) -> bool:
    return incident.title in client.get("/queues/", {"show": "all"}).content.decode()


def by_queue_of_its_kind(client: Client, user: User, incident: Incident) -> bool:
    return incident.title in client.get("/queues/incidents/").content.decode()


def by_export(client: Client, user: User, incident: Incident) -> bool:
    answer = client.get("/queues/export/", {"plural": "incidents", "format": "csv"})
    if answer.status_code == 403:
        return False
    return incident.number in b"".join(answer.streaming_content).decode()


def by_search(client: Client, user: User, incident: Incident) -> bool:
    # By a word of the title, which the page does not repeat as what was asked for.
    return incident.number in client.get("/search/", {"q": incident.title.split()[0]}).content.decode()


def by_palette(client: Client, user: User, incident: Incident) -> bool:
    found = client.get("/search/palette/", {"q": incident.title.split()[0]})
    return incident.number in found.content.decode()


def by_bulk(client: Client, user: User, incident: Incident) -> bool:
    return client.get("/queues/bulk/", {"record": incident.number}).status_code == 200


def by_attachment(client: Client, user: User, incident: Incident) -> bool:
    return _is_shown(client, f"/records/{incident.number}/files/{incident.attachments.get().key}/")


def by_stream(client: Client, user: User, incident: Incident) -> bool:
    change = {"topics": [incident.number, "incident"], "kind": "incident", **deciding(incident)}
    return Listener(user.rights, frozenset({"incident"})).wants(change)


def by_rest(client: Client, user: User, incident: Incident) -> bool:
    return _rest(user, f"incidents/{incident.number}/").status_code == 200


def by_rest_list(client: Client, user: User, incident: Incident) -> bool:
    return incident.number in _rest(user, "incidents/?show=all").content.decode()


def by_rest_search(client: Client, user: User, incident: Incident) -> bool:
    return incident.number in _rest(user, f"search/?q={incident.title.split()[0]}").content.decode()


def by_rest_attachment(client: Client, user: User, incident: Incident) -> bool:
    key = incident.attachments.get().key
    return _rest(user, f"incidents/{incident.number}/attachments/{key}/").status_code == 200


def by_rest_journal(client: Client, user: User, incident: Incident) -> bool:
    return _rest(user, f"incidents/{incident.number}/journal/").status_code == 200


DOORS: dict[str, Look] = {
    name.removeprefix("by_"): look for name, look in list(globals().items()) if name.startswith("by_")
}
SHUT = {
    "export": TAKES_NO_LISTS_AWAY,
    "attachment": READS_NO_FILES,
    "rest_attachment": READS_NO_FILES,
}


def _is_shown(client: Client, path: str) -> bool:
    return client.get(path).status_code == 200


def _rest(user: User, path: str):
    token = issue(user, "test", by=user)[1]
    return Client(headers={"Authorization": f"Bearer {token}"}).get(f"/api/v1/{path}")


def player(role: str) -> User:
    return cast.person(role, teams=("network",))


def pair(user: User) -> Iterator[tuple[str, Incident]]:
    """An incident of the person's own team and customer, and one of others; each with a file."""
    desk = cast.person("agent", username="maker", teams=("desk",))
    own, other = cast.customer(), cast.customer()
    user.customers.add(own)
    for name, customer, team in (("near", own, "network"), ("far", other, "field")):
        made = cast.incident(by=desk, title=f"{name}by zebra crossing", customer=customer)
        made = advance(made, "assign", by=desk, team=cast.team(team))
        attach(made, by=desk, file=ContentFile(b"plain words"), name="note.txt")
        yield name, made


def test_the_table_names_every_role() -> None:
    assert SEES.keys() == set(Role.objects.values_list("slug", flat=True))


@pytest.mark.parametrize("role", SEES)
def test_each_door_shows_what_the_table_says_and_no_more(role: str) -> None:
    user = player(role)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    incidents = dict(pair(user))
    seen = {
        door: {name for name, incident in incidents.items() if look(client, _fresh(user), incident)}
        for door, look in DOORS.items()
    }
    assert seen == {door: NEITHER if role in SHUT.get(door, ()) else SEES[role] for door in DOORS}


def _fresh(user: User) -> User:
    """As each request has it: rights are read once per instance."""
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("role", ["field_engineer", "api_client", "purchaser"])
def test_counts_tell_nothing_of_what_is_not_seen(role: str) -> None:
    user = player(role)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    for _name, _incident in pair(user):
        pass
    tabs = client.get("/queues/").context["listing"].counts
    assert tabs["open"] == len(SEES[role])
