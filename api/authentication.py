"""Who calls: a tool by its token, or a page by its session."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from people.models import User
from people.tokens import user_for

SCHEME = "Bearer"


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer dsk_…`. One query a request; a wrong token is 401 and never anonymous."""

    def authenticate(self, request: Request) -> tuple[User, str] | None:
        scheme, _space, text = get_authorization_header(request).partition(b" ")
        if scheme.lower() != SCHEME.lower().encode():
            return None
        user = user_for(text.strip().decode("ascii", "replace"))
        if user is None:
            raise AuthenticationFailed(
                _("This token is not valid: it was mistyped, revoked, or has expired.")
            )
        return user, text.decode("ascii", "replace")

    def authenticate_header(self, request: Request | HttpRequest) -> str:
        return SCHEME
