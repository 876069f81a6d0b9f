"""The way in: name and password, the second step, and in demo mode every role by one click."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from people import demo_roles, second_factor, sign_ins
from people.forms.signing_in import SecondStepForm, SignInForm
from people.models import User


def safe_next(request: HttpRequest) -> str:
    """Where to go once signed in: the page asked for if it is one of ours, else the start page."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if is_ours else str(settings.LOGIN_REDIRECT_URL)


def waiting(request: HttpRequest) -> User | None:
    """Whom the second step is asked of."""
    user = getattr(request, "half_way", None)
    return user if not request.user.is_authenticated and user and user.is_authenticated else None


def _to_second_step(request: HttpRequest) -> HttpResponseRedirect:
    """One address for both steps: a script that finds itself there knows that somebody must sign in."""
    return redirect(f"{settings.LOGIN_URL}?{urlencode({'next': safe_next(request)})}")


def _second_step(request: HttpRequest, form: SecondStepForm, status: int = 200) -> HttpResponse:
    left = second_factor.codes_left(form.user)
    context = {"form": form, "next": safe_next(request), "person": form.user, "codes_left": left}
    return render(request, "people/second_step.html", context, status=status)


@method_decorator([sensitive_post_parameters("password"), never_cache, login_not_required], name="dispatch")
class SignIn(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            return redirect(safe_next(request))
        if user := waiting(request):
            return _second_step(request, SecondStepForm(request=request, user=user))
        return self.show(request, SignInForm(request=request))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SignInForm(request.POST, request=request)
        if not form.is_valid():
            return self.show(request, form, status=400)
        is_in = sign_ins.sign_in(request, form.user)
        return redirect(safe_next(request)) if is_in else _to_second_step(request)

    def show(self, request: HttpRequest, form: SignInForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "next": safe_next(request), "demo": demo_roles.offered()}
        return render(request, "people/sign_in.html", context, status=status)


@require_POST
@never_cache
@login_not_required
def second_step(request: HttpRequest) -> HttpResponse:
    user = waiting(request)
    if user is None:
        return redirect(settings.LOGIN_URL)
    form = SecondStepForm(request.POST, request=request, user=user)
    if not form.is_valid():
        return _second_step(request, form, status=400)
    sign_ins.complete(request, user, form.device)
    return redirect(safe_next(request))


@require_POST
@never_cache
@login_not_required
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """Demo mode only: come in as the person who plays a role."""
    user = demo_roles.player_of(request.POST.get("role", ""))
    if user is None:
        raise Http404
    is_in = sign_ins.sign_in(request, user)
    return redirect(safe_next(request)) if is_in else _to_second_step(request)


@require_POST
@never_cache
@login_not_required
def sign_out(request: HttpRequest) -> HttpResponse:
    sign_ins.sign_out(request, request.user if request.user.is_authenticated else None)
    return redirect(settings.LOGOUT_REDIRECT_URL)
