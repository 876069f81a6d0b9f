"""One's own account: who the desk takes one for, and where one is signed in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from people import sign_ins
from people.areas import areas
from people.directory import keep
from people.forms.users import ProfileForm
from people.models import Scope, User
from people.views.doors import Asked, account_page, posted, signed_in


@signed_in
def profile(request: Asked) -> HttpResponse:
    me = User.objects.get(pk=request.user.pk)
    form = ProfileForm(posted(request), instance=me)
    if request.method == "POST" and form.is_valid():
        keep(form, by=request.user, request=request)
        messages.success(request, _("Saved."))
        return redirect("people:profile")
    told = {"person": me, "granted": granted(request.user)}
    return account_page(request, "people/profile.html", form, **told)


def granted(user: User) -> list[tuple[str, str, list[str]]]:
    """What somebody may do and see, in words: area, how far, steps."""
    rights, told = user.rights, []
    for area in areas():
        steps = [str(label) for step, label in area.steps.items() if rights.may(area.name, step)]
        scopes = sorted(rights.scopes_for(area.name), key=Scope.values.index)
        if steps or scopes:
            told.append((str(area.label), str(Scope(scopes[0]).label) if scopes else "", steps))
    return told


@require_safe
@signed_in
def sessions(request: Asked) -> HttpResponse:
    mine = sign_ins.open_sessions(request.user)
    told = {"sign_ins": mine, "current": request.session.session_key}
    return account_page(request, "people/sessions.html", **told)


@require_POST
@signed_in
def end_session(request: Asked, pk: int) -> HttpResponse:
    one = get_object_or_404(sign_ins.open_sessions(request.user), pk=pk)
    sign_ins.end(one, by=request.user, request=request)
    messages.success(request, _("That session has ended."))
    return redirect("people:sessions")


@require_POST
@signed_in
def end_other_sessions(request: Asked) -> HttpResponse:
    count = sign_ins.end_others(request.user, by=request.user, request=request)
    told = ngettext("%(count)s other session has ended.", "%(count)s other sessions have ended.", count)
    messages.success(request, told % {"count": count})
    return redirect("people:sessions")
