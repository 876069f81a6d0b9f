"""Who plays what, looked up once per batch: in a storm the same people are asked for again and again."""

from collections.abc import Iterable

from django.db.models import QuerySet

from people.models import Role, Team, User
from people.rights import Rights
from records.models import Record, Watch
from records.sight import DECIDING, admits, sees_internal

# For fewer people reading their rights one by one costs no more.
FEW = 2


class Directory:
    """People by team, role and record, with their rights. Lives as long as one batch, so it is never stale for long."""

    def __init__(self) -> None:
        self._known: dict[int, User] = {}
        self._teams: dict[int, list[User]] = {}
        self._roles: dict[str, list[User]] = {}
        self._watchers: dict[int, list[User]] = {}

    def known(self, user: User) -> User:
        """This person as the one object whose rights are read once."""
        return self._known.setdefault(user.pk, user)

    def read_rights(self, users: Iterable[User]) -> None:
        """Read the rights of those whose rights are not read yet, all at once."""
        unread = {user.pk: user for user in users if "rights" not in user.__dict__}
        if len(unread) > FEW:
            for pk, rights in Rights.of_all(unread.values()).items():
                unread[pk].rights = rights

    def user(self, pk: object) -> list[User]:
        """Nobody, or the person with this key."""
        if not isinstance(pk, int):
            return []
        if pk not in self._known:
            found = User.objects.filter(pk=pk).first()
            return [self.known(found)] if found is not None else []
        return [self._known[pk]]

    def team(self, pk: object) -> list[User]:
        if not isinstance(pk, int):
            return []
        if pk not in self._teams:
            self._teams[pk] = self._all(_staff().filter(memberships__team=pk))
        return self._teams[pk]

    def lead(self, team: Team | None) -> list[User]:
        return [self.known(team.lead)] if team is not None and team.lead is not None else []

    def role(self, slug: str) -> list[User]:
        if slug not in self._roles:
            self._roles[slug] = self._all(_staff().filter(roles__slug=slug))
        return self._roles[slug]

    def team_role(self, team_pk: object, slug: str) -> list[User]:
        """Those of a team who play a role; where there is none, all who play it: an escalation reaches somebody."""
        players = self.role(slug)
        members = {user.pk for user in self.team(team_pk)}
        return [user for user in players if user.pk in members] or players

    def load_watchers(self, records: Iterable[Record]) -> None:
        watches = Watch.objects.filter(record__in=[record.pk for record in records]).select_related("user")
        for watch in watches:
            self._watchers.setdefault(watch.record_id, []).append(self.known(watch.user))

    def watchers(self, record: Record) -> list[User]:
        return self._watchers.get(record.pk, [])

    def _all(self, users: Iterable[User]) -> list[User]:
        return [self.known(user) for user in users]


def _staff() -> QuerySet[User]:
    return User.objects.filter(is_active=True, is_system=False).order_by("pk")


def may_be_told(user: User, record: Record, *, is_public: bool) -> bool:
    """Whether a person may hear of an entry of this record: he is here, sees the record, and sees that entry."""
    if not user.is_active or user.is_system:
        return False
    row = {name: getattr(record, name) for name in DECIDING}
    return admits(user.rights, row) and (is_public or sees_internal(user.rights, record.kind))


def role_exists(slug: str) -> bool:
    return Role.objects.filter(slug=slug).exists()
