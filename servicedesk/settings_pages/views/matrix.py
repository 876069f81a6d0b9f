"""The priority matrix as the grid it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people import access_log
from people.models import AccessLog, User
from people.views.doors import Asked, posted
from records.models.reference import Level, Priority, PriorityRule
from records.priorities import default_priority
from servicedesk.settings_pages import history, places
from servicedesk.settings_pages.views.doors import may_edit, reads

SALT = "servicedesk.settings.matrix"
CELLS = [(impact, urgency) for impact in Level.values for urgency in Level.values]


@dataclass(frozen=True)
class Line:
    label: str
    fields: list[Any]


def name_of(impact: int, urgency: int) -> str:
    return f"cell_{impact}_{urgency}"


class MatrixForm(forms.Form):
    """Twenty-five cells. `seen` is what its reader had before his eyes: a cell that changed since is told."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: QueryDict | None, rules: Mapping[tuple[int, int], PriorityRule]) -> None:
        self.rules = rules
        self.now = {
            name_of(*cell): rules[cell].priority if cell in rules else default_priority(*cell)
            for cell in CELLS
        }
        super().__init__(data, initial={**self.now, "seen": signing.dumps(self.now, salt=SALT)})
        for impact, urgency in CELLS:
            told = {"impact": Level(impact).label, "urgency": Level(urgency).label}
            self.fields[name_of(impact, urgency)] = forms.TypedChoiceField(
                label=_("Impact %(impact)s, urgency %(urgency)s") % told,
                choices=[(level.value, f"P{level.value}") for level in Priority],
                coerce=int,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        seen = self._seen(cleaned.get("seen", ""))
        for name, now in self.now.items():
            typed, was = cleaned.get(name), seen.get(name, now)
            if typed is None or now == was:
                continue
            if typed == was:
                cleaned[name] = now
            elif typed != now:
                told = _("Somebody made it P%(now)s meanwhile. Save again to put yours in its place.")
                self.add_error(name, told % {"now": now})
        if self.errors:
            self.data = {**dict(self.data.items()), "seen": self.initial["seen"]}
        return cleaned

    @staticmethod
    def _seen(sealed: str) -> dict[str, int]:
        try:
            return dict(signing.loads(sealed, salt=SALT))
        except (signing.BadSignature, ValueError, TypeError):
            return {}

    def lines(self) -> list[Line]:
        return [
            Line(str(Level(impact).label), [self[name_of(impact, urgency)] for urgency in Level.values])
            for impact in Level.values
        ]

    def keep(self, *, by: User, request: HttpRequest) -> int:
        """Save what differs, a line of the log for each cell. Returns how many."""
        changed = [cell for cell in CELLS if self.cleaned_data[name_of(*cell)] != self.now[name_of(*cell)]]
        for impact, urgency in changed:
            name = name_of(impact, urgency)
            priority = self.cleaned_data[name]
            rule = self.rules.get((impact, urgency)) or PriorityRule(impact=impact, urgency=urgency)
            rule.priority = priority
            rule.save()
            told = {"priority": [f"P{self.now[name]}", f"P{priority}"]}
            access_log.note(AccessLog.Event.CHANGED, by=by, subject=rule, changes=told, request=request)
        return len(changed)


@require_http_methods(["GET", "HEAD", "POST"])
@reads
@transaction.atomic
def matrix(request: Asked) -> HttpResponse:
    """GET, POST /settings/priority-matrix/"""
    rows = (
        PriorityRule.objects.select_for_update() if request.method == "POST" else PriorityRule.objects.all()
    )
    form = MatrixForm(posted(request), {(rule.impact, rule.urgency): rule for rule in rows.order_by("pk")})
    if request.method == "POST" and form.is_valid():
        if form.keep(by=request.user, request=request):
            messages.success(request, _("The priority matrix is kept."))
            messages.info(request, _("It counts for records that are registered or graded from now on."))
        else:
            messages.info(request, _("Nothing was changed."))
        return redirect("desk:settings-matrix")
    context = {
        "form": form,
        "place": places.MATRIX,
        "tabs": places.tabs(places.MATRIX, request.user),
        "may_edit": may_edit(request),
        "levels": [str(level.label) for level in Level],
        "log": history.lines(history.changes_of(PriorityRule)[:8]),
    }
    return render(request, "settings/matrix.html", context, status=400 if request.method == "POST" else 200)
