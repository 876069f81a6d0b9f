"""The pages of settings as a browser asks for them and sends them back."""

from django.test import Client

from tests import cast
from tests.client import client_of


def administrator() -> Client:
    return client_of(cast.person("administrator", username="boss", name="Boss"))


def text(response) -> str:
    return response.content.decode()


def address(*parts: object) -> str:
    return "/settings/" + "".join(f"{part}/" for part in parts)


def posted(client: Client, url: str, **changed: object):
    """The row's page as a browser sends it back, with some fields changed."""
    form = client.get(url).context["form"]
    data = {name: form[name].value() for name in form.fields}
    return client.post(url, {name: value for name, value in {**data, **changed}.items() if value is not None})
