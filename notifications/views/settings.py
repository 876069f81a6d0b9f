"""Settings of telling: rules, texts and webhooks. Read by whoever sees the settings, changed by whoever may."""

from typing import Any, TypeVar

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Model, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from notifications.forms import Conditions, RuleForm, TemplateForm
from notifications.models import Rule, Template
from notifications.placeholders import known
from notifications.preview import preview, sample_for
from notifications.rule_checks import steps_offered
from people import access_log
from people.forms.lossless import LosslessForm
from people.models import AccessLog, Role
from people.views.doors import Asked, needs, posted

M = TypeVar("M", bound=Model)
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


def row_of(request: Asked, model: type[M], pk: int | None) -> M:
    """The row that a page is about; a new one without a key. Locked where it is to be changed."""
    if request.method == "POST":
        request.user.rights.require(*EDIT)
    if pk is None:
        return model()
    rows = model._default_manager.all()
    return get_object_or_404(rows.select_for_update() if request.method == "POST" else rows, pk=pk)


def keep(request: Asked, form: LosslessForm[M], told: str, **more: list[str]) -> M:
    """Save what a form holds, write down who changed what, and say so."""
    event = AccessLog.Event.CREATED if form.instance.pk is None else AccessLog.Event.CHANGED
    changes = form.told_changes() | more
    saved = form.save()
    access_log.note(event, by=request.user, subject=saved, changes=changes, request=request)
    messages.success(request, told % {"name": saved})
    return saved


@require_http_methods(["GET", "POST"])
@needs(*SEE)
@transaction.atomic
def rule(request: Asked, pk: int | None = None) -> HttpResponse:
    """A new rule, or one that is changed."""
    found = row_of(request, Rule, pk)
    conditions = Conditions(posted(request), found.condition)
    is_sound = conditions.rows.is_bound and conditions.is_valid()
    changes = conditions.changes() if is_sound else {}
    if is_sound:
        found.condition = conditions.terms()
    form = RuleForm(posted(request), instance=found)
    if form.is_bound and form.is_valid() and is_sound:
        keep(request, form, _("The rule “%(name)s” is kept."), **changes)
        return redirect("desk:notice-rules")
    context = {"form": form, "conditions": conditions, "rule": found, "may_edit": may_edit(request)}
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
@transaction.atomic
def template(request: Asked, pk: int | None = None) -> HttpResponse:
    found = row_of(request, Template, pk)
    form = TemplateForm(posted(request), instance=found)
    if form.is_bound and form.is_valid():
        keep(request, form, _("The template “%(name)s” is kept."))
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
