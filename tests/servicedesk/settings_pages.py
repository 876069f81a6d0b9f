"""The pages of settings as a browser asks for them and sends them back."""

from django.test import Client

from tests import cast


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def administrator() -> Client:
    return signed_in(cast.person("administrator", username="boss", name="Boss"))


def text(response) -> str:
    return response.content.decode()


def address(*parts: object) -> str:
    return "/settings/" + "".join(f"{part}/" for part in parts)


def posted(client: Client, url: str, **changed: object):
    """The row's page as a browser sends it back, with some fields changed."""
    form = client.get(url).context["form"]
    data = {name: form[name].value() for name in form.fields}
    return client.post(url, {name: value for name, value in {**data, **changed}.items() if value is not None})
