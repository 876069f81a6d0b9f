"""Who came in and how: sessions, tokens, and the log of everything that decides about access."""

from django.contrib.sessions.models import Session
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.browsers import short_name
from people.models.users import User


class SignIn(models.Model):
    """A session as its owner knows it: which device, from where, since when.

    Tied to Django's own row, so that it goes when the session goes: by signing out, by rotation, by expiry.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="sign_ins", verbose_name=_("user"))
    session = models.OneToOneField(Session, models.CASCADE, related_name="sign_in", verbose_name=_("session"))
    ip = models.GenericIPAddressField(_("address"), null=True, blank=True)
    user_agent = models.CharField(_("browser"), max_length=300, blank=True)
    signed_in_at = models.DateTimeField(_("signed in"), default=timezone.now)
    last_seen_at = models.DateTimeField(
        _("last seen"), default=timezone.now, help_text=_("Written at most every five minutes.")
    )

    class Meta:
        ordering = ["-last_seen_at"]
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")

    def __str__(self) -> str:
        return f"{self.user_id} {self.signed_in_at:%Y-%m-%d %H:%M}"

    @property
    def browser(self) -> str:
        return short_name(self.user_agent) or "–"


class ApiToken(models.Model):
    """A key by which a tool acts as its owner. Only a keyed digest is kept: the key itself is shown once."""

    user = models.ForeignKey(User, models.CASCADE, related_name="api_tokens", verbose_name=_("acts as"))
    name = models.CharField(_("what it is for"), max_length=100)
    prefix = models.CharField(_("begins with"), max_length=8, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False, verbose_name=_("made by")
    )
    created_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    last_used_at = models.DateTimeField(
        _("last used"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Written at most once a minute."),
    )
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")

    def __str__(self) -> str:
        return f"dsk_{self.prefix}_…"

    @property
    def is_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= timezone.now()

    @property
    def is_usable(self) -> bool:
        return self.revoked_at is None and not self.is_expired


class AccessLog(models.Model):
    """One line about access: who came in or failed to, who gave whom what. Append-only in the database itself."""

    class Event(models.TextChoices):
        SIGNED_IN = "signed_in", _("signed in")
        SIGN_IN_FAILED = "sign_in_failed", _("failed to sign in")
        LOCKED_OUT = "locked_out", _("was locked out after repeated failures")
        UNLOCKED = "unlocked", _("lifted the lock-out")
        SIGNED_OUT = "signed_out", _("signed out")
        SESSIONS_ENDED = "sessions_ended", _("ended sessions")
        PASSWORD_CHANGED = "password_changed", _("changed the password")
        PASSWORD_LINK_MADE = "password_link_made", _("made a link to choose a password")
        SECOND_FACTOR_ON = "second_factor_on", _("switched the second step on")
        SECOND_FACTOR_OFF = "second_factor_off", _("switched the second step off")
        SECOND_FACTOR_FAILED = "second_factor_failed", _("failed the second step")
        BACKUP_CODE_USED = "backup_code_used", _("used a back-up code")
        BACKUP_CODES_MADE = "backup_codes_made", _("made new back-up codes")
        TOKEN_MADE = "token_made", _("made an API token")
        TOKEN_REVOKED = "token_revoked", _("revoked an API token")
        RIGHTS_CHANGED = "rights_changed", _("changed rights")
        CREATED = "created", _("created")
        CHANGED = "changed", _("changed")
        REMOVED = "removed", _("removed")
        EXPORTED = "exported", _("took a list away")

    at = models.DateTimeField(_("at"), default=timezone.now)
    event = models.CharField(_("event"), max_length=30, choices=Event.choices)
    by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="access_log",
        verbose_name=_("by"),
        help_text=_("Empty where somebody gave a name that nobody has."),
    )
    subject = models.CharField(_("about"), max_length=80, blank=True, help_text="people.User:12")
    subject_label = models.CharField(_("about"), max_length=200, blank=True)
    changes = models.JSONField(_("changes"), default=dict, blank=True)
    ip = models.GenericIPAddressField(_("address"), null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["subject", "-id"], name="access_by_subject"),
            models.Index(fields=["by", "-id"], name="access_by_person"),
            models.Index(fields=["event", "-id"], name="access_by_event"),
        ]
        verbose_name = _("access log entry")
        verbose_name_plural = _("access log")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.event} {self.subject}"
