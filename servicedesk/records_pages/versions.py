"""The version of a record that a form was drawn from."""

from django.http import HttpRequest

VERSION = "page_version"


def version_of(request: HttpRequest) -> int | None:
    """None where the form does not say, or says nonsense."""
    given = request.POST.get(VERSION, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None
