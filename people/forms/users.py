"""Forms of users, teams and skills."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.forms.lossless import LosslessForm
from people.models import Customer, DutyPost, Role, Skill, Team, User

PICK = forms.CheckboxSelectMultiple


class ProfileForm(LosslessForm[User]):
    """What people may change about themselves."""

    class Meta:
        model = User
        fields = ("email", "language", "theme")


class UserForm(LosslessForm[User]):
    """An account. Roles and the leave to sign in decide about rights, so only who gives rights sets them."""

    class Meta:
        model = User
        fields = (
            "username",
            "name",
            "email",
            "language",
            "roles",
            "is_active",
            "teams",
            "skills",
            "customers",
        )
        widgets = {"roles": PICK, "teams": PICK, "skills": PICK, "customers": PICK}
        help_texts = {
            "username": _("Letters, digits and @ . + - _"),
            "is_active": _("Switched off, every session and token of the account ends at once."),
        }

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("roles", Role.objects.all())
        self._offer("teams", Team.objects.filter(is_active=True) | self._held(Team))
        self._offer("skills", Skill.objects.all())
        self._offer("customers", Customer.objects.filter(is_active=True) | self._held(Customer))
        if not by.rights.may("rights", "edit"):
            self.fields["roles"].disabled = self.fields["is_active"].disabled = True
            self.fields["username"].disabled = self.instance.pk is not None

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("An account with this sign-in name exists: choose another one."))
        return username

    def _offer(self, name: str, rows: Any) -> None:
        self.fields[name].queryset = rows.distinct()  # type: ignore[attr-defined]

    def _held(self, model: Any) -> Any:
        """What the account has already is offered although it is no longer in use."""
        held = {Team: "members", Customer: "accounts"}[model]
        return model.objects.filter(**{held: self.instance.pk})


class TeamForm(LosslessForm[Team]):
    members = forms.ModelMultipleChoiceField(
        label=_("Members"), queryset=User.objects.none(), required=False, widget=PICK
    )

    class Meta:
        model = Team
        fields = ("name", "name_zh_hans", "name_zh_hant", "code", "is_desk", "lead", "email", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_system=False)
        self.fields["lead"].queryset = people.filter(is_active=True)  # type: ignore[attr-defined]
        self.fields["members"].queryset = people  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial["members"] = [member.pk for member in self.instance.members.all()]

    def _save_m2m(self) -> None:
        super()._save_m2m()
        self.instance.members.set(self.cleaned_data["members"])


class SkillForm(LosslessForm[Skill]):
    holders = forms.ModelMultipleChoiceField(
        label=_("Who has it"), queryset=User.objects.none(), required=False, widget=PICK
    )

    class Meta:
        model = Skill
        fields = ("name", "name_zh_hans", "name_zh_hant", "code")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holders"].queryset = User.objects.filter(is_system=False)  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial["holders"] = [holder.pk for holder in self.instance.holders.all()]

    def _save_m2m(self) -> None:
        super()._save_m2m()
        self.instance.holders.set(self.cleaned_data["holders"])


class DutyPostForm(LosslessForm[DutyPost]):
    class Meta:
        model = DutyPost
        fields = (
            "name",
            "name_zh_hans",
            "name_zh_hant",
            "code",
            "first_holder",
            "second_holder",
            "is_active",
        )
        help_texts = {"second_holder": _("Comes where A cannot.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True, is_system=False)
        for name in ("first_holder", "second_holder"):
            held = User.objects.filter(pk=getattr(self.instance, f"{name}_id"))
            self.fields[name].queryset = people | held  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, second = cleaned.get("first_holder"), cleaned.get("second_holder")
        if first is not None and first == second:
            self.add_error("second_holder", _("A and B are two people: choose another one for B."))
        return cleaned


class RoleForm(LosslessForm[Role]):
    class Meta:
        model = Role
        fields = (
            "name",
            "name_zh_hans",
            "name_zh_hant",
            "slug",
            "purpose",
            "purpose_zh_hans",
            "purpose_zh_hant",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Code, defaults and other tables know a role by it.
        self.fields["slug"].disabled = self.instance.pk is not None

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if slug == "new":
            raise forms.ValidationError(_("This code is an address already: choose another one."))
        return slug
