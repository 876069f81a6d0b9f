"""What the steps of a release ask for."""

import re
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from changes.models import Change
from cmdb.models import ProductModel
from incidents.models import Incident
from people.directory import customers_for
from people.models import Customer, User
from problems.forms import IncidentsForm
from records.forms import ReasonForm
from records.lifecycle import StepForm
from releases.models.testing import Build

MOST_CUSTOMERS = 2_000
BETWEEN = re.compile(r"[\s,;，；、]+")
NOTED = (
    ("deployed", _("deployed")),
    ("verified", _("verified: it works there")),
    ("faulty", _("faulty")),
    ("reverted", _("reverted: it was taken back")),
)
PERCENT: dict[str, Any] = {"min_value": 1, "max_value": 100}


def _words(label: Any, help_text: Any = "", *, required: bool = True, rows: int = 3) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=20_000, widget=widget
    )


class BuildForm(StepForm):
    build = forms.CharField(
        label=_("build"), max_length=100, help_text=_("As the build server names it: a number, a tag.")
    )


class TestForm(StepForm):
    __test__ = False

    product_model = forms.ModelChoiceField(
        ProductModel.objects.filter(is_active=True), label=_("hardware model")
    )
    result = forms.ChoiceField(
        label=_("result"),
        choices=(("passed", _("passed")), ("failed", _("failed"))),
        widget=forms.RadioSelect,
    )
    build = forms.ModelChoiceField(Build.objects.none(), label=_("build"), required=False)
    tried = _words(_("what was tested"), required=False)

    def offer(self) -> None:
        self.fields["build"].queryset = Build.objects.filter(release=self.record)  # type: ignore[attr-defined,misc]


class ChangeForm(StepForm):
    change = forms.ModelChoiceField(Change.objects.all(), label=_("change"))

    def offer(self) -> None:
        if self.by is not None:
            self.fields["change"].queryset = Change.objects.visible_to(self.by).order_by("-pk")  # type: ignore[attr-defined]


class OwnChangeForm(StepForm):
    change = forms.ModelChoiceField(Change.objects.all(), label=_("change"))

    def offer(self) -> None:
        if self.record is not None:
            self.fields["change"].queryset = self.record.changes.order_by("-pk")  # type: ignore[attr-defined]


class CustomersForm(StepForm):
    customers = _words(_("customers"), _("Their codes, as many as you like, with anything between them."))

    def known(self) -> QuerySet[Customer]:
        return Customer.objects.all() if self.by is None else customers_for(self.by)

    def clean_customers(self) -> list[Customer]:
        """The customers, as far as this person sees them; what he does not see is no code."""
        codes = list(dict.fromkeys(filter(None, BETWEEN.split(self.cleaned_data["customers"]))))
        if not codes:
            raise forms.ValidationError(_("Give at least one code, such as C001."))
        if len(codes) > MOST_CUSTOMERS:
            raise forms.ValidationError(_("At most %(most)s at once.") % {"most": MOST_CUSTOMERS})
        found = {one.code: one for one in self.known().filter(code__in=codes)}
        if missing := [code for code in codes if code not in found]:
            told = _("There is no customer with these codes: %(codes)s.")
            raise forms.ValidationError(told % {"codes": ", ".join(missing[:20])})
        return [found[code] for code in codes]


class DeploymentsForm(CustomersForm):
    """Whoever may note deployments knows the customers of this release, also a tool that sees no others."""

    status = forms.ChoiceField(label=_("what happened"), choices=NOTED)
    at = forms.DateTimeField(
        label=_("when"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Empty: now."),
    )

    def known(self) -> QuerySet[Customer]:
        return (
            Customer.objects.filter(deployments__release=self.record.pk) if self.record else super().known()
        )


class EntrustForm(StepForm):
    assignee = forms.ModelChoiceField(
        User.objects.none(),
        label=_("deployed by"),
        help_text=_("A person, or the account of a deployment tool: it then sees this release by REST."),
    )

    def offer(self) -> None:
        people = User.objects.filter(is_active=True, is_system=False).filter(
            Q(roles__rights__kind="release", roles__rights__step="note_deployments")
        )
        self.fields["assignee"].queryset = people.distinct().order_by("name")  # type: ignore[attr-defined]


class AnywayForm(StepForm):
    """A reason, needed only where something speaks against it; what speaks against it stands in the help."""

    reason = _words(_("reason"), required=False)

    def against(self) -> list[str]:
        return []

    def offer(self) -> None:
        told = [str(one) for one in self.against()]
        self.fields["reason"].help_text = (
            _("Needed, for something speaks against it: %(doubts)s") % {"doubts": " ".join(told)}
            if told
            else _("Nothing speaks against it.")
        )


class StartPilotForm(AnywayForm):
    def against(self) -> list[str]:
        from releases.readiness import gaps_of

        return [gap.words for gap in gaps_of(self.record)] if self.record is not None else []


class RollOutForm(AnywayForm):
    def against(self) -> list[str]:
        from releases.readiness import doubts_of

        return doubts_of(self.record) if self.record is not None else []


class ResumeForm(ReasonForm):
    own_limit = forms.IntegerField(
        label=_("halts itself again at, in per cent"),
        help_text=_("Above what has reported by now, else it would halt at once."),
        **PERCENT,
    )


class FaultsForm(IncidentsForm):
    """The incidents that it caused."""


class ClearForm(ReasonForm):
    incident = forms.ModelChoiceField(Incident.objects.all(), label=_("incident"))

    def offer(self) -> None:
        if self.by is not None:
            self.fields["incident"].queryset = Incident.objects.visible_to(self.by).order_by("-pk")  # type: ignore[attr-defined]
