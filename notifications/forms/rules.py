"""The form of a rule."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from notifications.channels import channels
from notifications.models import Rule
from notifications.models.rules import ANY_STEP
from notifications.recipients import tokens
from notifications.rule_checks import steps_offered
from people.forms.lossless import LosslessForm
from people.models import Role
from records.kinds import kinds

Choices = list[tuple[str, Any]]


def kind_choices() -> Choices:
    return [("", _("every kind")), *((kind.name, kind.label) for kind in kinds())]


def step_choices() -> Choices:
    steps = sorted(steps_offered().items(), key=lambda step: step[1])
    return [(ANY_STEP, _("every step")), *((name, f"{label} ({name})") for name, label in steps)]


def channel_choices() -> Choices:
    return [(channel.name, channel.label) for channel in channels().values()]


def token_choices() -> Choices:
    return [(name, token.label) for name, token in tokens().items()]


def role_choices() -> list[tuple[str, Choices]]:
    roles = [(role.slug, role.label) for role in Role.objects.all()]
    return [
        (str(label), [(f"{scope}:{slug}", name) for slug, name in roles])
        for scope, label in (
            ("desk", _t("of the record's desk")),
            ("team", _t("of the record's team")),
            ("role", _t("everywhere")),
        )
    ]


class RuleForm(LosslessForm[Rule]):
    """A rule but for its conditions, which are rows of their own: the view sets them before the rule is checked."""

    kind = forms.ChoiceField(label=_("Kind"), choices=kind_choices, required=False)
    step = forms.ChoiceField(label=_("Step"), choices=step_choices)
    people = forms.MultipleChoiceField(
        label=_("Who is told"),
        choices=token_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    roles = forms.MultipleChoiceField(
        label=_("And whoever plays"),
        choices=role_choices,
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )
    channels = forms.MultipleChoiceField(
        label=_("Channels"), choices=channel_choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Rule
        fields = (
            "name",
            "name_zh_hans",
            "name_zh_hant",
            "code",
            "kind",
            "step",
            "people",
            "roles",
            "channels",
            "template",
            "urgency",
            "needs_acknowledgement",
            "tells_actor",
            "is_active",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["people"] = [token for token in self.instance.recipients if ":" not in token]
        self.initial["roles"] = [token for token in self.instance.recipients if ":" in token]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        self.instance.recipients = [*given.get("people", ()), *given.get("roles", ())]
        self.instance.channels = given.get("channels", [])
        return given

    def add_error(self, field: str | None, error: Any) -> None:
        """What the rule says of its recipients stands beside the field that shows them."""
        problems = getattr(error, "error_dict", None)
        if problems is not None and "recipients" in problems:
            problems["people"] = problems.pop("recipients")
        super().add_error(field, error)
