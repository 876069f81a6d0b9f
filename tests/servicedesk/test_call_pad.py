"""The call pad, page by page."""

import pytest
from django.test import Client

from tests import cast

pytestmark = pytest.mark.django_db


def signed_in(user: object) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")  # type: ignore[arg-type]
    return client


def test_it_opens() -> None:
    client = signed_in(cast.agent())
    response = client.get("/calls/new/")
    assert response.status_code == 200
    print(response.content.decode()[:50])
