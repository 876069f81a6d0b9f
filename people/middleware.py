"""Three guards around every request: half a sign-in is none, everybody signs in, and when somebody was seen."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from asgiref.sync import sync_to_async
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.deprecation import MiddlewareMixin
from django.utils.functional import SimpleLazyObject

from people import second_factor
from people.models import SignIn

SEEN_EVERY = 5 * 60  # seconds


class HalfWayIsNobody(MiddlewareMixin):
    """Between the two steps of signing in the request is an anonymous one: page, REST and stream alike.

    Stands below django-otp's. The sign-in page asks `request.half_way` for whom it is waiting.
    """

    def process_request(self, request: HttpRequest) -> None:
        signed_in, signed_in_async = request.user, request.auser

        def somebody() -> Any:
            return AnonymousUser() if second_factor.is_half_way(signed_in) else signed_in

        async def somebody_async() -> Any:
            user = await signed_in_async()
            is_half_way = await sync_to_async(second_factor.is_half_way)(user)
            return AnonymousUser() if is_half_way else user

        request.half_way = signed_in  # type: ignore[attr-defined]
        request.user = SimpleLazyObject(somebody)  # type: ignore[assignment]
        request.auser = somebody_async


class EverybodySignsIn(LoginRequiredMiddleware):
    """Django's own, except that a form sent too late leads back to its page and not to where it was sent."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        if request.method in ("GET", "HEAD"):
            return super().handle_no_permission(request, view_func)
        page = urlsplit(request.headers.get("Referer", ""))
        is_ours = page.netloc == request.get_host()
        return redirect_to_login(page.path if is_ours else "/", self.get_login_url(view_func))


class SeenLately(MiddlewareMixin):
    """Notes when a session was last seen, at most every five minutes."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        key = request.session.session_key if SESSION_KEY in request.session else None
        if key and cache.add(f"seen:{key}", 1, SEEN_EVERY):
            SignIn.objects.filter(session=key).update(last_seen_at=timezone.now())
        return response
