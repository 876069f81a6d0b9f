"""What stands beside a form of the settings, by REST: the week of a calendar, the conditions of a rule."""

import json
from datetime import time
from typing import Any

from django.core.exceptions import ValidationError as Refusal
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from api.edited import Errors, OneForm, Piece, single
from notifications.conditions import MAX_CONDITIONS, check
from notifications.forms import RuleForm
from notifications.forms.conditions import words_of
from notifications.models import Rule
from people import access_log
from people.models import AccessLog, User
from servicedesk.settings_pages.sheets import Sheet
from servicedesk.settings_pages.weeks import WeekPart


class SpanSerializer(serializers.Serializer[Any]):
    weekday = serializers.IntegerField(min_value=0, max_value=6, help_text="Monday is 0.")
    opens_at = serializers.CharField(help_text="09:00")
    closes_at = serializers.CharField(help_text="18:00; the end of the day is 24:00.")


class TermSerializer(serializers.Serializer[Any]):
    field = serializers.CharField()
    operator = serializers.CharField()
    value = serializers.JSONField(required=False)


class FilledTable(Sheet):
    """A row of a settings table with its parts."""

    def piece_errors(self) -> Errors:
        weeks = [part for part in self.parts if isinstance(part, WeekPart)]
        return {name: told for part in weeks for name, told in _errors_of_week(part).items()}


def _errors_of_week(part: WeekPart) -> Errors:
    whole = [str(one) for one in part.rows.non_form_errors()] + ([part.error] if part.error else [])
    found: Errors = {"week": whole} if whole else {}
    for place, form in enumerate(part.rows.forms):
        found |= {f"week.{place}.{name}": [str(one) for one in told] for name, told in form.errors.items()}
    return found


def week_of(row: Any) -> list[dict[str, Any]]:
    """The working hours of a calendar. A day that goes on to its end closes at 24:00."""
    if row.pk is None:
        return []
    spans = sorted(row.workinghours_set.all(), key=lambda span: (span.weekday, span.opens_at))
    return [
        {
            "weekday": span.weekday,
            "opens_at": f"{span.opens_at:%H:%M}",
            "closes_at": "24:00" if span.closes_at == time() else f"{span.closes_at:%H:%M}",
        }
        for span in spans
    ]


def _objects(name: str, value: Any, most: int) -> list[dict[str, Any]]:
    if isinstance(value, list) and len(value) <= most and all(isinstance(one, dict) for one in value):
        return value
    raise ValidationError({name: [_("Give a list of at most %(most)s objects.") % {"most": most}]})


def _put_week(data: QueryDict, week: Any) -> None:
    spans = _objects("week", week, 70)
    data["form-TOTAL_FORMS"] = data["form-INITIAL_FORMS"] = str(len(spans))
    for place, span in enumerate(spans):
        for name in ("weekday", "opens_at", "closes_at"):
            data[f"form-{place}-{name}"] = single(f"week.{place}.{name}", span.get(name))


def _put_condition(data: QueryDict, condition: Any) -> None:
    data["condition"] = json.dumps(_objects("condition", condition, MAX_CONDITIONS))


WEEK = Piece(week_of, _put_week, SpanSerializer)
CONDITION = Piece(lambda rule: rule.condition, _put_condition, TermSerializer)


class FilledRule(OneForm):
    """A rule with its conditions: the form checks the rule as it will be."""

    def __init__(self, row: Rule, data: QueryDict | None) -> None:
        self.before, self.refused = words_of(row.condition), list[str]()
        if data is not None:
            self._take(row, json.loads(str(data["condition"])))
        super().__init__(RuleForm(data, instance=row), self._save)

    def _take(self, row: Rule, condition: list[dict[str, Any]]) -> None:
        try:
            check(condition)
        except Refusal as error:
            self.refused = error.messages
        else:
            row.condition = condition

    def is_valid(self) -> bool:
        return super().is_valid() and not self.refused

    def piece_errors(self) -> Errors:
        return {"condition": self.refused} if self.refused else {}

    def _save(self, form: RuleForm, *, by: User, request: HttpRequest | None = None) -> Rule:
        event = AccessLog.Event.CREATED if form.instance.pk is None else AccessLog.Event.CHANGED
        after = words_of(form.instance.condition)
        changes = form.told_changes() | ({"condition": [self.before, after]} if after != self.before else {})
        kept = form.save()
        access_log.note(event, by=by, subject=kept, changes=changes, request=request)
        return kept
