"""The system's own accounts: what acts when no person does."""

from people.models import User


def system_user(username: str = "clock") -> User:
    """The account that a part of the system acts as: "clock", "importer". Cannot sign in."""
    user, _ = User.objects.get_or_create(
        username=username, defaults={"name": username.capitalize(), "is_system": True, "password": "!"}
    )
    return user
