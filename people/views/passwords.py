"""Choosing a password by a one-time link."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from people import passwords
from people.forms.signing_in import ChoosePasswordForm
from people.views.doors import posted


@sensitive_post_parameters("new_password", "repeated")
@never_cache
@login_not_required
def choose_password(request: HttpRequest, owner: str, token: str) -> HttpResponse:
    user = passwords.owner_of_link(owner, token)
    if user is None:
        return render(request, "people/link_is_void.html", status=404)
    form = ChoosePasswordForm(posted(request), user=user)
    if request.method == "POST" and form.is_valid():
        passwords.choose(user, form.cleaned_data["new_password"], request=request)
        messages.success(request, _("The password is set. Sign in with it."))
        return redirect("people:sign-in")
    status = 400 if form.errors else 200
    return render(request, "people/choose_password.html", {"form": form, "person": user}, status=status)
