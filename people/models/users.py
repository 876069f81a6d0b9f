from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.models.names import Named
from people.models.rights import Role

if TYPE_CHECKING:
    from people.rights import Rights


class Team(Named):
    """People who work together: a desk that answers for records, or a team that works on them."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    is_desk = models.BooleanField(_("is a service desk"), default=False)
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("team leader"),
    )
    email = models.EmailField(_("e-mail"), blank=True)
    is_active = models.BooleanField(_("in use"), default=True)
    source = models.CharField(
        _("source"), max_length=40, blank=True, help_text=_("The import it came from, if any.")
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("team")
        verbose_name_plural = _("teams")


class Skill(Named):
    code = models.SlugField(_("code"), unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("skill")
        verbose_name_plural = _("skills")


class Accounts(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=username)

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """An account: a person, a tool that calls by REST, or a part of the system itself."""

    class Theme(models.TextChoices):
        AUTO = "auto", _("as the device")
        LIGHT = "light", _("light")
        DARK = "dark", _("dark")

    username = models.CharField(
        _("sign-in name"), max_length=150, unique=True, validators=[UnicodeUsernameValidator()]
    )
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="en")
    theme = models.CharField(_("theme"), max_length=5, choices=Theme.choices, default=Theme.AUTO)
    roles = models.ManyToManyField(Role, related_name="users", blank=True, verbose_name=_("roles"))
    teams = models.ManyToManyField(
        Team, through="people.Membership", related_name="members", blank=True, verbose_name=_("teams")
    )
    skills = models.ManyToManyField(Skill, related_name="holders", blank=True, verbose_name=_("skills"))
    customers = models.ManyToManyField(
        "people.Customer",
        related_name="accounts",
        blank=True,
        verbose_name=_("customers"),
        help_text=_("The customers whose records it sees when its role sees its own customers only."),
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_system = models.BooleanField(_("is part of the system"), default=False)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[Accounts] = Accounts()

    class Meta:
        ordering = ["name"]
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            # Sign-in reads names without regard to case, so two that differ by case alone would be one.
            models.UniqueConstraint(
                Upper("username"),
                name="one_account_per_name",
                violation_error_message=_("An account with this sign-in name exists: choose another one."),
            )
        ]

    def __str__(self) -> str:
        return (gettext(self.name) if self.is_system and self.name else self.name) or self.username

    @cached_property
    def rights(self) -> "Rights":
        """What this account may do and see, read once per instance, that is per request."""
        from people.rights import Rights

        return Rights.of(self)

    def plays(self, *slugs: str) -> bool:
        return not self.rights.roles.isdisjoint(slugs)


class Membership(models.Model):
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name=_("user"))
    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships", verbose_name=_("team"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "team"], name="one_membership_per_user_team")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.team_id}"


class DutyPost(Named):
    """Something that somebody must always look after: the first holder does, the second where he cannot."""

    code = models.SlugField(_("code"), unique=True)
    first_holder = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("holder A")
    )
    second_holder = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("holder B")
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(first_holder=models.F("second_holder")),
                name="two_holders_of_a_duty_post",
                violation_error_message=_("A and B are two people: choose another one for B."),
            )
        ]
        verbose_name = _("duty post")
        verbose_name_plural = _("duty posts")

    @property
    def holders(self) -> list[User]:
        """Who must come, in order; whoever may not sign in any more holds nothing."""
        named = (self.first_holder, self.second_holder)
        return [holder for holder in named if holder is not None and holder.is_active]
