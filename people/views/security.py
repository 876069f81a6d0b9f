"""One's own safety: password, second step, back-up codes. Whatever weakens it asks for the password again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from people import passwords, second_factor, sign_ins
from people.forms.signing_in import ChangePasswordForm, ConfirmForm, PasswordAgainForm
from people.views.doors import Asked, account_page, posted, signed_in


@require_safe
@signed_in
def security(request: Asked) -> HttpResponse:
    told = {
        "is_on": second_factor.is_on(request.user),
        "codes_left": second_factor.codes_left(request.user),
        "tokens": request.user.api_tokens.filter(revoked_at=None),
        "sign_ins": sign_ins.open_sessions(request.user),
    }
    return account_page(request, "people/security.html", **told)


@sensitive_post_parameters()
@signed_in
def change_password(request: Asked) -> HttpResponse:
    form = ChangePasswordForm(posted(request), request=request, user=request.user)
    if request.method == "POST" and form.is_valid():
        ended = passwords.change(request.user, form.cleaned_data["new_password"], request=request)
        told = ngettext(
            "The password is changed. %(count)s other session has ended.",
            "The password is changed. %(count)s other sessions have ended.",
            ended,
        )
        messages.success(request, told % {"count": ended})
        return redirect("people:security")
    return account_page(request, "people/change_password.html", form)


@sensitive_post_parameters("password")
@never_cache
@signed_in
def enrol(request: Asked) -> HttpResponse:
    """Password first, then the drawing: an open screen alone enrols nobody's telephone."""
    if second_factor.is_on(request.user):
        return redirect("people:security")
    form = PasswordAgainForm(posted(request), request=request, user=request.user)
    if request.method == "POST" and form.is_valid():
        second_factor.begin(request.user, request=request)
        return redirect("people:second-factor-confirm")
    return account_page(request, "people/second_factor_begin.html", form)


@never_cache
@signed_in
def confirm(request: Asked) -> HttpResponse:
    device = second_factor.begun(request.user, request=request)
    if device is None:
        return redirect("people:second-factor")
    form = ConfirmForm(posted(request))
    if request.method == "POST" and form.is_valid():
        codes = second_factor.confirm(request.user, form.cleaned_data["code"], request=request)
        if codes is not None:
            sign_ins.change_key(request, request.user)
            return account_page(request, "people/backup_codes.html", codes=codes, is_new=True)
        form.add_error("code", _("This code is wrong. Wait for the next one in the app and type that."))
    told = {
        "drawing": second_factor.drawing(device),
        "key": second_factor.key_in_groups(device),
    }
    return account_page(request, "people/second_factor_confirm.html", form, **told)


@sensitive_post_parameters("password")
@never_cache
@signed_in
def switch_off(request: Asked) -> HttpResponse:
    form = PasswordAgainForm(posted(request), request=request, user=request.user)
    if request.method == "POST" and form.is_valid():
        second_factor.switch_off(request.user, by=request.user, request=request)
        sign_ins.change_key(request, request.user)
        messages.success(request, _("The second step is switched off."))
        return redirect("people:security")
    return account_page(request, "people/second_factor_off.html", form)


@sensitive_post_parameters("password")
@never_cache
@signed_in
def new_codes(request: Asked) -> HttpResponse:
    if not second_factor.is_on(request.user):
        return redirect("people:security")
    form = PasswordAgainForm(posted(request), request=request, user=request.user)
    if request.method == "POST" and form.is_valid():
        codes = second_factor.new_codes(request.user, request=request)
        return account_page(request, "people/backup_codes.html", codes=codes)
    return account_page(request, "people/backup_codes_ask.html", form)
