"""Users: who there is, and what an administrator does for them."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from people import access_log, granting, lockout, passwords, second_factor, sign_ins
from people.forms.users import UserForm
from people.models import Role, Team, User
from people.views.account import granted
from people.views.doors import Asked, asked_for, context, holding, needs, page_of, words_typed
from people.views.editing import edit, locked
from people.views.log_words import lines_of

PEOPLE = User.objects.filter(is_system=False)


@require_safe
@needs("people", "see")
def users(request: Asked) -> HttpResponse:
    found = _found(request).prefetch_related("roles", "teams")
    told = {
        "page": page_of(found, request),
        "roles": Role.objects.all(),
        "teams": Team.objects.filter(is_active=True),
        "asked": {name: asked_for(request, name) for name in ("role", "team", "state")},
    }
    return render(request, "people/users.html", context(request, **told))


def _found(request: Asked) -> QuerySet[User]:
    named = holding(("name", "username", "email"), words_typed(request))
    found = PEOPLE.filter(named).order_by("name", "pk")
    if role := asked_for(request, "role"):
        found = found.filter(roles__slug=role)
    if team := asked_for(request, "team"):
        found = found.filter(teams__code=team)
    return found.filter(is_active=request.GET.get("state") != "off")


@require_safe
@needs("people", "see")
def user(request: Asked, pk: int) -> HttpResponse:
    person = get_object_or_404(PEOPLE.prefetch_related("roles", "teams", "skills", "customers"), pk=pk)
    rights = request.user.rights
    told = {
        "person": person,
        "granted": granted(person),
        "sign_ins": sign_ins.open_sessions(person) if rights.may("rights", "see") else None,
        "log": lines_of(access_log.about(person)[:10]) if rights.may("rights", "see") else None,
    }
    if rights.may("rights", "edit"):
        told |= {"has_second_step": second_factor.is_on(person), "is_locked": lockout.is_locked(person)}
    if person.plays("api_client") and rights.may("rights", "edit"):
        told["tokens"] = person.api_tokens.all()
    return render(request, "people/user.html", context(request, **told))


def _page(person: User) -> str:
    return reverse("people:user", args=[person.pk])


@needs("people", "edit")
def new_user(request: Asked) -> HttpResponse:
    return edit(
        request,
        lambda *args, **kwargs: UserForm(*args, by=request.user, **kwargs),
        User,
        template="people/user_form.html",
        go_on=_page,
        save=granting.keep_user,
    )


@needs("people", "edit")
def edit_user(request: Asked, pk: int) -> HttpResponse:
    return edit(
        request,
        lambda *args, **kwargs: UserForm(*args, by=request.user, **kwargs),
        lambda: locked(request, PEOPLE.all(), pk),
        template="people/user_form.html",
        go_on=_page,
        save=granting.keep_user,
    )


@require_POST
@never_cache
@needs("rights", "edit")
def password_link(request: Asked, pk: int) -> HttpResponse:
    person = get_object_or_404(PEOPLE.filter(is_active=True), pk=pk)
    link = passwords.make_link(person, by=request.user, request=request)
    return render(request, "people/password_link.html", context(request, person=person, link=link))


@require_POST
@needs("rights", "edit")
def remove_second_factor(request: Asked, pk: int) -> HttpResponse:
    person = get_object_or_404(PEOPLE, pk=pk)
    second_factor.switch_off(person, by=request.user, request=request)
    messages.success(request, _("The second step is switched off for %(name)s.") % {"name": person})
    return redirect(_page(person))


@require_POST
@needs("rights", "edit")
def unlock(request: Asked, pk: int) -> HttpResponse:
    person = get_object_or_404(PEOPLE, pk=pk)
    lockout.unlock(person, by=request.user, request=request)
    messages.success(request, _("%(name)s can sign in again.") % {"name": person})
    return redirect(_page(person))


@require_POST
@needs("rights", "edit")
def end_sessions(request: Asked, pk: int) -> HttpResponse:
    person = get_object_or_404(PEOPLE, pk=pk)
    sign_ins.end_others(person, by=request.user, request=request)
    messages.success(request, _("%(name)s is signed out everywhere.") % {"name": person})
    return redirect(_page(person))
