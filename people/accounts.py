"""The system's own accounts: what acts when no person does."""

from django.utils.translation import gettext_noop

from people.models import User

NAMES = {
    "clock": gettext_noop("Clock"),
    "importer": gettext_noop("Importer"),
    "replay": gettext_noop("Replay"),
    "console": gettext_noop("Console"),
}
"""By sign-in name. Readers meet them in journals, each in his language."""


def system_user(username: str = "clock") -> User:
    """The account that a part of the system acts as: "clock", "importer". Cannot sign in."""
    user, _ = User.objects.get_or_create(
        username=username,
        defaults={"name": NAMES.get(username, username.capitalize()), "is_system": True, "password": "!"},
    )
    return user
