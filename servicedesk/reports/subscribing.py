"""Which reports I am sent: by my roles, and by what I say here."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from people.models import User
from people.views.doors import Asked, needs
from servicedesk.context import NATIVE_NAMES
from servicedesk.models import ReportMail, ReportName, ReportPlan, ReportReader, ReportWish

LAST_MAILS = 10
BY_ROLE, YES, NO = "", "yes", "no"
LANGUAGES = [
    ("", _("my own language")),
    *((code, NATIVE_NAMES.get(code, name)) for code, name in settings.LANGUAGES),
]


class WishForm(forms.Form):
    report = forms.ChoiceField(choices=ReportName.choices, widget=forms.HiddenInput)
    wish = forms.ChoiceField(
        label=_("By mail"),
        choices=[(BY_ROLE, _("as my roles say")), (YES, _("yes")), (NO, _("no"))],
        required=False,
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("reports", "see")
def mails(request: Asked) -> HttpResponse:
    """GET /reports/mails/; POST report=daily&wish=yes|no|&language= — 400 for a choice that does not exist."""
    form = WishForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        _keep(request.user, form.cleaned_data)
        return redirect("desk:report-mails")
    context = {"plans": _plans(request.user, form), "mails": _last(request.user)}
    context["may_edit"] = request.user.rights.may("settings", "see")
    return render(request, "reports/mails.html", context, status=400 if form is not None else 200)


def _keep(user: User, said: dict[str, str]) -> None:
    """Without a wish and a language of its own nothing is kept: the roles decide."""
    wishes = ReportWish.objects.filter(user=user, report=said["report"])
    if said["wish"] == BY_ROLE and not said["language"]:
        wishes.delete()
        return
    wanted = said["wish"] == YES or (said["wish"] == BY_ROLE and _is_by_role(user, said["report"]))
    ReportWish.objects.update_or_create(
        user=user, report=said["report"], defaults={"is_wanted": wanted, "language": said["language"]}
    )


def _is_by_role(user: User, report: str) -> bool:
    return ReportReader.objects.filter(report=report, role__in=user.roles.all()).exists()


def _plans(user: User, given: WishForm | None) -> list[dict[str, Any]]:
    wishes = {wish.report: wish for wish in ReportWish.objects.filter(user=user)}
    by_role = set(ReportReader.objects.filter(role__in=user.roles.all()).values_list("report", flat=True))
    return [
        {
            "plan": plan,
            "is_sent": wishes[plan.report].is_wanted if plan.report in wishes else plan.report in by_role,
            "is_by_role": plan.report in by_role,
            "form": _form(plan, wishes.get(plan.report), given),
        }
        for plan in ReportPlan.objects.order_by("pk")
    ]


def _form(plan: ReportPlan, wish: ReportWish | None, given: WishForm | None) -> WishForm:
    if given is not None and given.data.get("report") == plan.report:
        return given
    said = BY_ROLE if wish is None else YES if wish.is_wanted else NO
    language = wish.language if wish is not None else ""
    return WishForm(
        initial={"report": plan.report, "wish": said, "language": language}, auto_id=f"{plan.report}_%s"
    )


def _last(user: User) -> list[ReportMail]:
    return list(ReportMail.objects.filter(user=user).select_related("run").order_by("-pk")[:LAST_MAILS])
