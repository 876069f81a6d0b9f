from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from notifications import conditions
from notifications.models.texts import Template
from people.models import Named

ANY_STEP = "*"


class Urgency(models.IntegerChoices):
    """Urgent ones go out first, and in a storm wait for a bundle ten seconds instead of sixty."""

    LOW = 0, _("low")
    NORMAL = 1, _("normal")
    URGENT = 2, _("urgent")


class Rule(Named):
    """Who is told of what, by which channel, in which words. Data of the desk, not code."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=40, blank=True, help_text=_("Empty: every kind."))
    step = models.CharField(
        _("step"), max_length=60, default=ANY_STEP, help_text=_("A step, a door or a clock; * for every one.")
    )
    condition = models.JSONField(
        _("conditions"),
        default=list,
        blank=True,
        validators=[conditions.check],
        help_text=_("All must hold."),
    )
    recipients = ArrayField(
        models.CharField(max_length=60),
        verbose_name=_("who is told"),
        default=list,
        blank=True,
    )
    channels = ArrayField(models.CharField(max_length=20), verbose_name=_("channels"), default=list)
    template = models.ForeignKey(
        Template,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rules",
        verbose_name=_("template"),
        help_text=_("Webhooks carry data and need none."),
    )
    urgency = models.PositiveSmallIntegerField(_("urgency"), choices=Urgency.choices, default=Urgency.NORMAL)
    needs_acknowledgement = models.BooleanField(_("must be acknowledged"), default=False)
    tells_actor = models.BooleanField(
        _("also tells who did it"), default=False, help_text=_("Usually nobody is told of his own steps.")
    )
    is_active = models.BooleanField(_("in use"), default=True)
    position = models.PositiveSmallIntegerField(default=1000, editable=False)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("rule")
        verbose_name_plural = _("rules")

    def clean(self) -> None:
        from notifications.rule_checks import problems_of

        problems: dict[str, Any] = problems_of(self)
        if problems:
            raise ValidationError(problems)

    @property
    def is_for_every_step(self) -> bool:
        return self.step == ANY_STEP
