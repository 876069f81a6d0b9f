"""Forms of signing in, and of everything that asks for the password again."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import UsernameField
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from people import second_factor
from people.lockout import note_failure
from people.models import User

# Longer ones are no safer, and each costs the digest time.
LONGEST_PASSWORD = 200


def password_field(label: Any, *, is_new: bool = False) -> forms.CharField:
    use = "new-password" if is_new else "current-password"
    return forms.CharField(
        label=label,
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": use}),
    )


class RequestForm(forms.Form):
    """A form that knows who asks."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request


class SignInForm(RequestForm):
    username = UsernameField(
        label=_("Sign-in name"),
        max_length=150,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = password_field(_("Password"))

    user: User

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if {"username", "password"} <= cleaned.keys():
            name, password = cleaned["username"], cleaned["password"]
            user = authenticate(self.request, username=name, password=password)
            if not isinstance(user, User) or user.is_system:
                note_failure(self.request, name)
                # Nothing here tells which of the two was wrong.
                raise forms.ValidationError(_("This name and password do not belong together. Try again."))
            self.user = user
        return cleaned


class PasswordAgainForm(RequestForm):
    """Whoever sits down at an open screen does not know the password."""

    password = password_field(_("Your password"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        # Through the door of signing in, where failures are counted.
        if authenticate(self.request, username=self.user.username, password=password) != self.user:
            note_failure(self.request, self.user.username)
            raise forms.ValidationError(_("This is not your password."))
        return password


class NewPasswordForm(forms.Form):
    """A new password, twice. Subclasses say whose."""

    new_password = password_field(_("New password"), is_new=True)
    repeated = password_field(_("New password again"), is_new=True)

    user: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password"].help_text = " ".join(password_validators_help_texts())

    def clean_new_password(self) -> str:
        password: str = self.cleaned_data["new_password"]
        validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "new_password" in cleaned and cleaned["new_password"] != cleaned.get("repeated"):
            self.add_error("repeated", _("This differs from the line above: type the same twice."))
        return cleaned


class ChangePasswordForm(NewPasswordForm, PasswordAgainForm):
    field_order = ("password", "new_password", "repeated")


class ChoosePasswordForm(NewPasswordForm):
    """For whoever came by a one-time link."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user


def code_field(label: Any) -> forms.CharField:
    attrs = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
    return forms.CharField(label=label, max_length=20, widget=forms.TextInput(attrs=attrs))


class SecondStepForm(RequestForm):
    code = code_field(_("Code"))

    device: second_factor.Device

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if until := second_factor.wait_until(self.user, code):
            raise forms.ValidationError(
                _("Too many wrong codes. Try again at %(time)s."),
                code="wait",
                params={"time": second_factor.clock_time(until)},
            )
        device = second_factor.verify(self.user, code, request=self.request)
        if device is None:
            raise forms.ValidationError(
                _("This code is wrong, or was used before. Wait for the next one and try again.")
            )
        self.device = device
        return code


class ConfirmForm(forms.Form):
    """The first code of a new authenticator proves that it was set up."""

    code = code_field(_("Six digits from the app"))
