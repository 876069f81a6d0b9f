"""What the pad asks for. It refuses as little as it can: a call that came in is written down."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from advisories.finding import spoken
from calls.models import Call, Channel
from complaints.models import Complaint
from incidents.models import ClosureCode
from people.directory import contacts_for, customers_for
from people.models import Contact, Site, User
from records.models import Level
from releases.models import Release
from servicedesk.call_pad import opening
from servicedesk.call_pad.caller import Caller, who
from servicedesk.call_pad.complaining import OUTCOME, Grievance
from servicedesk.call_pad.log import Talk
from servicedesk.call_pad.recent import suspect
from servicedesk.choices.sources import SOURCES
from servicedesk.choices.widgets import SearchSelect

OUTCOMES = [
    ("incident", _("Incident")),
    ("answered", _("Answered at once")),
    ("resolved", _("Solved at once")),
    ("call", _("Only note it")),
    (OUTCOME, _("Wants to complain")),
]


def _searched(source: str, user: User, *, within: tuple[str, ...] = ()) -> dict[str, Any]:
    url = reverse("desk:choices", kwargs={"source": source})
    return {
        "queryset": SOURCES[source].offered_to(user),
        "widget": SearchSelect(url=url, narrowed_by=list(within)),
        "required": False,
    }


class PadForm(forms.Form):
    opening = forms.CharField(required=False, widget=forms.HiddenInput)
    record = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    direction = forms.ChoiceField(
        label=_("direction"), choices=Call.Direction.choices, required=False, widget=forms.HiddenInput
    )
    caller = forms.CharField(label=_("Who is calling"), required=False, max_length=150)
    # No type=hidden: a draft keeps what is typed, and whom it was typed about.
    contact = forms.ModelChoiceField(Contact.objects.none(), required=False, widget=forms.TextInput)
    caller_name = forms.CharField(label=_("Name"), required=False, max_length=150)
    number = forms.CharField(label=pgettext_lazy("a telephone", "Number"), required=False, max_length=40)
    is_new_contact = forms.BooleanField(label=_("Remember this caller as a contact"), required=False)
    site = forms.ModelChoiceField(Site.objects.none(), label=_("Site"), required=False, empty_label="–")
    channel = forms.ChoiceField(label=_("Channel"), choices=Channel.choices, required=False)

    title = forms.CharField(label=_("What is it about"), required=False, max_length=2_000)
    description = forms.CharField(
        label=_("More"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 1})
    )
    impact = forms.TypedChoiceField(
        label=_("Impact"),
        choices=Level.choices,
        coerce=int,
        empty_value=str(Level.LOW.value),
        initial=Level.LOW,
        required=False,
    )
    urgency = forms.TypedChoiceField(
        label=_("Urgency"),
        choices=Level.choices,
        coerce=int,
        empty_value=str(Level.LOW.value),
        initial=Level.LOW,
        required=False,
    )

    outcome = forms.ChoiceField(
        label=_("What becomes of it"), choices=OUTCOMES, required=False, widget=forms.RadioSelect
    )
    answer = forms.CharField(
        label=_("What was answered"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 1}),
    )
    # The number of a release that the customer got lately and that the agent takes for the cause.
    release = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    # The number of what was read out, an article or an advisory. What is neither, or no longer, refuses no call.
    article = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    closure_code = forms.ModelChoiceField(
        ClosureCode.objects.none(), label=_("How it ended"), required=False, empty_label=_("Choose one")
    )
    solution = forms.CharField(
        label=_("What was done"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 1})
    )
    about = forms.ChoiceField(
        label=_("Complains about"),
        choices=Complaint.About.choices,
        required=False,
        initial=Complaint.About.OTHER,
    )

    def __init__(self, *args: Any, user: User, caller: Caller | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.known = caller or who(
            user,
            text=self._given("caller_name") or self._given("caller"),
            number=self._given("number"),
            contact=self._given("contact"),
            customer=self._given("customer"),
        )
        self._offer()

    def _given(self, name: str) -> str:
        return str((self.data if self.is_bound else self.initial).get(name, ""))

    def _offer(self) -> None:
        customer = self.known.customer
        self.fields["contact"].queryset = contacts_for(self.user)  # type: ignore[attr-defined]
        self.fields["customer"] = forms.ModelChoiceField(
            label=_("Customer"), **_searched("customer", self.user) | {"queryset": customers_for(self.user)}
        )
        self.fields["site"].queryset = (  # type: ignore[attr-defined]
            customer.sites.order_by("name") if customer else Site.objects.none()
        )
        self.fields["service"] = forms.ModelChoiceField(label=_("Service"), **_searched("service", self.user))
        item = _searched("item", self.user, within=("customer",))
        self.fields["item"] = forms.ModelChoiceField(label=_("Equipment"), **item)
        self.fields["category"] = forms.ModelChoiceField(
            label=_("Category"), **_searched("category", self.user)
        )
        self.fields["about_person"] = forms.ModelChoiceField(
            label=_("About whom"),
            help_text=_("Never sees it and is told nothing."),
            **_searched("user", self.user),
        )
        codes = ClosureCode.objects.filter(is_active=True)
        self.fields["closure_code"].queryset = codes  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        given["outcome"] = given.get("outcome") or "incident"
        for name, message in self._missing(given):
            if not self.errors.get(name):
                self.add_error(name, message)
        return given

    def _missing(self, given: dict[str, Any]) -> list[tuple[str, Any]]:
        """What the chosen outcome cannot do without."""
        outcome, is_attached = given["outcome"], bool(self.data.get("attach") or self.data.get("record"))
        missing = []
        if not is_attached and outcome in ("incident", "resolved", OUTCOME) and not given.get("title"):
            missing.append(("title", _("Say in one line what it is about.")))
        if not is_attached and outcome == "answered" and not given.get("answer"):
            missing.append(("answer", _("Say what was answered: the next agent will be asked the same.")))
        if not is_attached and outcome == "resolved":
            missing += self._missing_solution(given)
        if not self.known.is_told and not given.get("title") and not is_attached:
            missing.append(("caller", _("Say who called, or what it was about.")))
        if given.get("is_new_contact") and not self.known.customer and not given.get("customer"):
            missing.append(("customer", _("A contact belongs to a customer: choose one.")))
        return missing

    def _missing_solution(self, given: dict[str, Any]) -> list[tuple[str, Any]]:
        wanted = (
            ("closure_code", _("Choose how it ended.")),
            ("solution", _("Say what was done, in words that help with the next one.")),
        )
        return [(name, message) for name, message in wanted if not given.get(name)]

    def unseen_errors(self) -> list[str]:
        """Errors of fields that the page does not show just now, so that they do not refuse without a word."""
        unseen = {"opening", "record", "direction", "contact", "outcome"}
        if self.known.contact:
            unseen |= {"caller_name", "number", "customer"}
        if not self.known.customer or not self.fields["site"].queryset:  # type: ignore[attr-defined]
            unseen.add("site")
        return [
            _("%(field)s: %(error)s") % {"field": self[name].label, "error": error}
            for name in self.errors
            if name in unseen
            for error in self.errors[name]
        ]

    @property
    def cause(self) -> Release | None:
        """The release that was taken for the cause, as far as it is one that this customer got lately."""
        customer = self.known.customer
        return suspect(self.user, self._given("release"), customer.pk if customer else None)

    def grievance(self, record: Any) -> Grievance:
        """What the caller complains about, as cleaned; `record` is the one that was chosen beside it."""
        given = self.cleaned_data
        return Grievance(about=given["about"], person=given.get("about_person"), record=record)

    def talk(self) -> Talk:
        """The conversation as cleaned."""
        given, known = self.cleaned_data, self.known
        return Talk(
            opening=opening.read(given.get("opening", "")),
            title=given["title"],
            description=given["description"],
            contact=known.contact,
            customer=known.customer or given.get("customer"),
            site=given.get("site"),
            caller_name="" if known.contact else known.name,
            number=known.number[:40],
            direction=given.get("direction") or Call.Direction.IN,
            channel=given.get("channel") or Channel.PHONE,
            service=given.get("service"),
            item=given.get("item"),
            category=given.get("category"),
            impact=int(given.get("impact") or Level.LOW),
            urgency=int(given.get("urgency") or Level.LOW),
            release=self.cause,
            article=spoken(self.user, given.get("article", "")),
            is_new_contact=given["is_new_contact"],
        )
