"""A browser without a page to draw: whoever it belongs to is signed in."""

from django.test import Client

from people.models import User

BACKEND = "django.contrib.auth.backends.ModelBackend"


def client_of(user: User) -> Client:
    """Past the sign-in page: what that page asks is tested in tests/people."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client
