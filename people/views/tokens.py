"""API tokens: one's own, and those of tools by whoever gives rights."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from people import tokens
from people.forms.signing_in import PasswordAgainForm
from people.models import ApiToken, User
from people.views.doors import Asked, account_page, posted, signed_in


class TokenForm(PasswordAgainForm):
    name = forms.CharField(label=gettext_lazy("What it is for"), max_length=100)
    until = forms.DateField(
        label=gettext_lazy("Good until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("To the end of that day; empty for no end."),
    )
    field_order = ("name", "until", "password")

    def clean_until(self) -> datetime | None:
        day = self.cleaned_data["until"]
        if day is None:
            return None
        if day < timezone.localdate():
            raise forms.ValidationError(_("This day is past: choose a later one, or none."))
        return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


@require_safe
@signed_in
def my_tokens(request: Asked) -> HttpResponse:
    mine = request.user.api_tokens.select_related("created_by")
    return account_page(request, "people/tokens.html", tokens=mine)


def _owner(request: Asked, pk: int | None) -> User:
    """Whose token it will be: one's own without a key. Raises Forbidden."""
    owner = request.user if pk is None else get_object_or_404(User, pk=pk, is_system=False)
    tokens.require_right(owner, request.user)
    return owner


@sensitive_post_parameters("password")
@never_cache
@signed_in
def new_token(request: Asked, pk: int | None = None) -> HttpResponse:
    owner = _owner(request, pk)
    form = TokenForm(posted(request), request=request, user=request.user)
    told: dict[str, Any] = {"owner": owner, "is_own": owner.pk == request.user.pk}
    if request.method == "POST" and form.is_valid():
        name, until = form.cleaned_data["name"], form.cleaned_data["until"]
        token, text = tokens.issue(owner, name, by=request.user, expires_at=until, request=request)
        return account_page(request, "people/token_made.html", token=token, text=text, **told)
    return account_page(request, "people/token_form.html", form, **told)


@require_POST
@signed_in
def revoke_token(request: Asked, pk: int) -> HttpResponse:
    token = get_object_or_404(ApiToken.objects.select_related("user"), pk=pk)
    if token.user_id != request.user.pk and not request.user.rights.may("rights", "edit"):
        # A token of somebody else is indistinguishable from none.
        get_object_or_404(ApiToken.objects.none())
    tokens.revoke(token, by=request.user, request=request)
    messages.success(request, _("The token is revoked. It opens nothing any more."))
    if token.user_id == request.user.pk:
        return redirect("people:tokens")
    return redirect("people:user", pk=token.user_id)
