"""Settings of telling: rules, texts and webhooks. Read by whoever sees the settings, changed by whoever may."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from notifications.forms import RuleForm, TemplateForm, condition_forms
from notifications.models import Rule, Template
from notifications.placeholders import known
from notifications.preview import preview, sample_for
from notifications.rule_checks import steps_offered
from people.models import Role
from people.views.doors import Asked, needs, posted

SEE, EDIT = ("settings", "see"), ("settings", "edit")


def tabs(current: str) -> list[dict[str, Any]]:
    rooms = (("notice-rules", _("Rules")), ("notice-templates", _("Templates")), ("webhooks", _("Webhooks")))
    return [
        {"label": label, "url": reverse(f"desk:{name}"), "is_current": name == current, "count": None}
        for name, label in rooms
    ]


def may_edit(request: Asked) -> bool:
    return request.user.rights.may(*EDIT)


@require_GET
@needs(*SEE)
def rules(request: Asked) -> HttpResponse:
    context = {
        "rules": Rule.objects.select_related("template"),
        "steps": steps_offered(),
        "roles": {role.slug: role.label for role in Role.objects.all()},
        "tabs": tabs("notice-rules"),
        "may_edit": may_edit(request),
    }
    return render(request, "notifications/settings/rules.html", context)


@require_http_methods(["GET", "POST"])
@needs(*SEE)
def rule(request: Asked, pk: int | None = None) -> HttpResponse:
    """A new rule, or one that is changed."""
    found = get_object_or_404(Rule, pk=pk) if pk is not None else Rule()
    if request.method == "POST":
        request.user.rights.require(*EDIT)
    rows = condition_forms(posted(request), found.condition)
    if rows.is_bound and rows.is_valid():
        found.condition = rows.terms()
    form = RuleForm(posted(request), instance=found)
    if form.is_bound and form.is_valid() and rows.is_valid():
        messages.success(request, _("The rule “%(rule)s” is kept.") % {"rule": form.save()})
        return redirect("desk:notice-rules")
    context = {"form": form, "rows": rows, "rule": found, "may_edit": may_edit(request)}
    return render(request, "notifications/settings/rule.html", context, status=400 if form.is_bound else 200)


@require_GET
@needs(*SEE)
def templates(request: Asked) -> HttpResponse:
    found = Template.objects.prefetch_related("wordings").annotate(
        active_rules=Count("rules", filter=Q(rules__is_active=True))
    )
    context = {"templates": found, "tabs": tabs("notice-templates"), "may_edit": may_edit(request)}
    return render(request, "notifications/settings/templates.html", context)


@require_http_methods(["GET", "POST"])
@needs(*SEE)
def template(request: Asked, pk: int | None = None) -> HttpResponse:
    found = get_object_or_404(Template, pk=pk) if pk is not None else Template()
    if request.method == "POST":
        request.user.rights.require(*EDIT)
    form = TemplateForm(posted(request), instance=found)
    if form.is_bound and form.is_valid():
        messages.success(request, _("The template “%(template)s” is kept.") % {"template": form.save()})
        return redirect("desk:notice-templates")
    context = {"form": form, "template": found, "placeholders": known(), "may_edit": may_edit(request)}
    status = 400 if form.is_bound else 200
    return render(request, "notifications/settings/template.html", context, status=status)


@require_POST
@needs(*SEE)
def preview_wording(request: Asked) -> HttpResponse:
    """How a text would read, or what is wrong with it."""
    languages = dict(settings.LANGUAGES)
    code = request.POST.get("language", settings.LANGUAGE_CODE)
    language = code if code in languages else settings.LANGUAGE_CODE
    facts = sample_for(request.user, request.POST.get("number", "").strip()[:20])
    context: dict[str, object] = {"facts": facts}
    if facts is not None:
        subject, body = (request.POST.get(f"{name}_{language}", "") for name in ("subject", "body"))
        try:
            context["subject"], context["body"] = preview(
                subject[:200], body[:10_000], language=language, facts=facts, reader=request.user
            )
        except ValidationError as error:
            context["problems"] = error.messages
    return render(request, "notifications/settings/preview.html", context)
