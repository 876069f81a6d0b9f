"""The form of one call: a control for each question by the sort of its answer, a note, and when to call again."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outreach.answering import MOST_ITEMS, Given, items_of
from outreach.models import CallTask, Question
from outreach.questions import (
    LONGEST_ANSWER,
    MODEL_LENGTH,
    MOST_QUESTIONS,
    NO,
    YES,
    check_options,
    words_to_choose,
)

YES_NO = ((YES, _("yes")), (NO, _("no")))


class CallForm(forms.Form):
    """It only parses: what is wrong with an answer, and which are missing, the outcome itself decides."""

    # Who was not reached answers nothing: the browser must not hold the other outcomes up.
    use_required_attribute = False

    note = forms.CharField(
        label=_("Note"), required=False, max_length=4_000, widget=forms.Textarea(attrs={"rows": 2})
    )
    later_at = forms.DateTimeField(
        label=_("Call later at"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    is_complaint = forms.BooleanField(
        label=_("Wants to complain: the note becomes a complaint"), required=False
    )
    key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    began_at = forms.FloatField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, task: CallTask, questions: Iterable[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.task, self.questions = task, list(questions)
        answers = {one.question_id: one for one in task.answers.all()}
        for question in self.questions:
            self._ask(question, answers.get(question.pk))

    def _ask(self, question: Question, kept: Any) -> None:
        name = f"answer_{question.pk}"
        self.fields[name] = _field(question)
        self.initial[name] = kept.text if kept else ""
        if question.sort == Question.Sort.MODEL:
            items = list(items_of(self.task)[:MOST_ITEMS])
            choices = [(one.pk, f"{one.name} · {one.serial}" if one.serial else one.name) for one in items]
            chosen = kept.item_id if kept else self.task.item_id
            self.fields[f"item_{question.pk}"] = forms.TypedChoiceField(
                label=_("of the item"), required=False, coerce=int, empty_value=None, choices=choices
            )
            self.initial[f"item_{question.pk}"] = chosen

    def asked(self) -> list[dict[str, Any]]:
        """Each question with its controls, for the template: what may stay open is marked so."""
        for one in self.questions:
            self.fields[f"answer_{one.pk}"].required = one.is_required
        return [
            {
                "question": one,
                "field": self[f"answer_{one.pk}"],
                "item": self[f"item_{one.pk}"] if f"item_{one.pk}" in self.fields else None,
            }
            for one in self.questions
        ]

    def given(self) -> dict[int, Given]:
        """The answers as typed, by question. What was not sent at all stays as it was kept."""
        return {
            one.pk: Given(self.data[f"answer_{one.pk}"], self.cleaned_data.get(f"item_{one.pk}"))
            for one in self.questions
            if f"answer_{one.pk}" in self.data
        }

    def put_wrong(self, by_question: dict[int, str]) -> None:
        for question, text in by_question.items():
            self.add_error(f"answer_{question}", text)

    def began(self) -> datetime | None:
        seconds = self.cleaned_data.get("began_at")
        if not seconds or not 0 < seconds < 10**11:
            return None
        return datetime.fromtimestamp(seconds, tz=timezone.get_current_timezone())


def _field(question: Question) -> forms.Field:
    sort = Question.Sort
    told: dict[str, Any] = {"label": question.text, "required": False}
    if question.sort == sort.YES_NO:
        return forms.CharField(widget=forms.RadioSelect(choices=YES_NO), **told)
    if question.sort == sort.CHOICE:
        return forms.CharField(
            widget=forms.RadioSelect(choices=[(one, one) for one in question.options]), **told
        )
    if question.sort == sort.NUMBER:
        return forms.CharField(widget=forms.TextInput(attrs={"inputmode": "decimal"}), max_length=40, **told)
    if question.sort == sort.MODEL:
        widget = forms.TextInput(attrs={"list": "product-models", "autocomplete": "off"})
        return forms.CharField(widget=widget, max_length=MODEL_LENGTH, **told)
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), max_length=LONGEST_ANSWER, **told)


def joined(words: list[str]) -> str:
    """Words to choose from as they are written in one line; `parted` reads the same words from it."""
    return (" | " if any("/" in word for word in words) else " / ").join(words)


def parted(text: str) -> list[str]:
    return words_to_choose(text.split("|" if "|" in text else "/"))


class QuestionForm(forms.Form):
    text = forms.CharField(label=_("question"), max_length=500, required=False)
    sort = forms.ChoiceField(label=_("answer"), choices=Question.Sort.choices, initial=Question.Sort.YES_NO)
    options = forms.CharField(
        label=_("to choose from"),
        max_length=2_000,
        required=False,
        help_text=_("Separated by “/”, or by “|” where a word holds a “/”."),
    )
    is_required = forms.BooleanField(label=_("must be answered"), required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        told["options"] = parted(told.get("options", ""))
        if told.get("text"):
            check_options(told.get("sort", ""), told["options"])
        elif told["options"] and "text" not in self.errors:
            raise forms.ValidationError({"text": _("Write the question too, or remove the row.")})
        return told


QuestionSet = forms.formset_factory(
    QuestionForm, extra=MOST_QUESTIONS, max_num=MOST_QUESTIONS, absolute_max=MOST_QUESTIONS
)
