"""What the desk plans by: patterns of shifts, how many each needs, and what counts as night."""

from datetime import date, datetime, time, timedelta
from typing import ClassVar, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Named, Team

SATURDAY = 5


class ShiftPattern(Named):
    """Early, late, night: when such a shift begins and ends, in the desk's own time."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    starts_at = models.TimeField(_("begins"))
    ends_at = models.TimeField(_("ends"), help_text=_("Not later than it begins: it ends on the next day."))
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["starts_at", "name"]
        verbose_name = _("shift pattern")
        verbose_name_plural = _("shift patterns")

    def span(self, on: date) -> tuple[datetime, datetime]:
        """When the shift that begins on this day begins and ends."""
        ends_on = on if self.ends_at > self.starts_at else on + timedelta(days=1)
        return at_local(on, self.starts_at), at_local(ends_on, self.ends_at)


class CoverRule(models.Model):
    """So many people of a team must work a pattern; where fewer do, the roster shows a gap."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="cover_rules", verbose_name=_("team"))
    pattern = models.ForeignKey(
        ShiftPattern, models.CASCADE, related_name="cover_rules", verbose_name=_("shift pattern")
    )
    needed = models.PositiveSmallIntegerField(
        _("people needed"), default=1, validators=[MinValueValidator(1)]
    )
    is_on_weekdays = models.BooleanField(_("Monday to Friday"), default=True)
    is_on_weekends = models.BooleanField(_("Saturday and Sunday"), default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["team__name", "pattern__starts_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["team", "pattern"],
                name="one_cover_rule_per_team_and_pattern",
                violation_error_message=_("There is a rule for this team and pattern: change that one."),
            )
        ]
        verbose_name = _("cover rule")
        verbose_name_plural = _("cover rules")

    def __str__(self) -> str:
        return f"{self.team} · {self.pattern}"

    def holds_on(self, *, is_off: bool) -> bool:
        """A public holiday counts as a weekend, a Saturday worked in exchange as a weekday."""
        return self.is_on_weekends if is_off else self.is_on_weekdays


class DutyRules(models.Model):
    """The one row that says what is night and how much rest lies between two shifts."""

    night_from = models.TimeField(_("night begins"), default=time(22))
    night_until = models.TimeField(_("night ends"), default=time(6))
    rest_hours = models.PositiveSmallIntegerField(
        _("rest between shifts"),
        default=11,
        help_text=_("Hours. Less is shown on the roster, and not refused."),
    )

    class Meta:
        verbose_name = _("rules of duty")
        verbose_name_plural = _("rules of duty")

    def __str__(self) -> str:
        return f"{self.night_from:%H:%M}–{self.night_until:%H:%M}"

    @classmethod
    def current(cls) -> Self:
        return cls.objects.order_by("pk").first() or cls()


def at_local(on: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(on, at))
