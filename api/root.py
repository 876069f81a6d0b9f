"""The way in: what there is, where it is told, and an answer in JSON where there is nothing."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

ADDRESSES = {"type": "object", "additionalProperties": {"type": "string", "format": "uri"}}


class Root(APIView):
    """Every resource, with its address."""

    # Name of a resource → name of its view; the router of `api.urls` knows them.
    resources: dict[str, str] = {}

    @extend_schema(
        operation_id="resources", tags=["resources"], responses={(200, "application/json"): ADDRESSES}
    )
    def get(self, request: Request) -> Response:
        return Response(
            {name: reverse(f"api:{view}", request=request) for name, view in sorted(self.resources.items())}
        )


@extend_schema(exclude=True)
class Nothing(APIView):
    """Any other address below /api/: 404 as REST refuses, whatever the method."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        is_whole = request.path.endswith("/")
        raise NotFound(
            _("Look at /api/v1/ for what there is.") if is_whole else _("Addresses end in a slash.")
        )


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The schema to read and to try, served from here."""
    return render(request, "api/docs.html")
