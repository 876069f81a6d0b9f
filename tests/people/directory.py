"""Pages of the directory as a browser sends them back."""

from typing import Any

from django.test import Client


def form_of(client: Client, path: str) -> dict[str, Any]:
    """A page's form as a browser would send it back."""
    form = client.get(path).context["form"]
    sent = {}
    for bound in form:
        value = bound.value()
        if value not in (None, False, "") and not bound.field.disabled:
            sent[bound.name] = value
    return sent


def change(client: Client, path: str, **fields: Any) -> int:
    return client.post(path, {**form_of(client, path), **fields}).status_code
