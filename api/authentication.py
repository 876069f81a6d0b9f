"""Who calls: a tool by its token, or a page by its session."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from people.models import ApiToken, User
from people.tokens import token_for

SCHEME = "Bearer"


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer dsk_…`. One query a request; a wrong token is 401 and never anonymous."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        scheme, _space, text = get_authorization_header(request).partition(b" ")
        if scheme.lower() != SCHEME.lower().encode():
            return None
        token = token_for(text.strip().decode("ascii", "replace"))
        if token is None:
            raise AuthenticationFailed(
                _("This token is not valid: it was mistyped, revoked, or has expired.")
            )
        return token.user, token

    def authenticate_header(self, request: Request | HttpRequest) -> str:
        return SCHEME
