"""Tables that grade and class a record: categories, symptoms, closure codes, escalation."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from incidents.models import ClosureCode, EscalationRule, Symptom
from records.models import Category
from servicedesk.settings_pages.columns import Column
from servicedesk.settings_pages.forms.grading import (
    CategoryRow,
    ClosureCodeRow,
    EscalationRuleRow,
    SymptomRow,
)
from servicedesk.settings_pages.tables import SettingsTable, Switch, register_table


def depth_of(row: Category) -> int:
    """How far below the root it stands, from 1."""
    return row.path.count("/")


def from_the_next_stage(row: Any) -> Sequence[str]:
    return [_t("Escalation follows it from the next stage that a clock reaches.")]


CATEGORIES = register_table(
    SettingsTable(
        name="categories",
        label=_("Categories"),
        one=_("category"),
        hint=_("The tree by which records are classed. Below its parent, each in its place."),
        empty=_("What a record can be about stands here, as a tree."),
        icon="category",
        model=Category,
        form=CategoryRow,
        columns=(
            Column(label=_("Category"), read=lambda row: row.label, shape="branch", cell="title"),
            "code",
            "team",
        ),
        ordering=("path", "pk"),
        related=("team",),
        narrowed_by=("parent", "team", "is_active"),
        switch=Switch(),
    )
)

SYMPTOMS = register_table(
    SettingsTable(
        name="symptoms",
        label=_("Symptoms"),
        one=_("symptom"),
        hint=_("What the caller sees, in a short list that every agent knows."),
        empty=_("What callers complain of stands here, for the agent to choose from."),
        icon="activity-heartbeat",
        model=Symptom,
        form=SymptomRow,
        columns=(Column(label=_("Symptom"), read=lambda row: row.label, cell="title"), "code"),
        narrowed_by=("is_active",),
        switch=Switch(),
    )
)

CLOSURE_CODES = register_table(
    SettingsTable(
        name="closure-codes",
        label=_("Closure codes"),
        one=_("closure code"),
        hint=_("How an incident ended. Whoever resolves one chooses among these."),
        empty=_("Without a closure code no incident can be resolved: the ways one can end stand here."),
        icon="circle-check",
        model=ClosureCode,
        form=ClosureCodeRow,
        columns=(Column(label=_("Closure code"), read=lambda row: row.label, cell="title"), "code"),
        narrowed_by=("is_active",),
        switch=Switch(),
    )
)

ESCALATION_RULES = register_table(
    SettingsTable(
        name="escalation-rules",
        label=_("Escalation rules"),
        one=_("escalation rule"),
        hint=_("How far up an incident goes by itself when a clock reaches a stage."),
        empty=_(
            "Without a rule no incident goes up by itself; rules by clock, priority and stage stand here."
        ),
        icon="arrow-up-circle",
        model=EscalationRule,
        form=EscalationRuleRow,
        columns=(
            Column(label=_("Clock"), read=lambda row: row.get_metric_display(), cell="title"),
            Column(label=_("Priority"), read=lambda row: row.priority, shape="priority"),
            "percent",
            "level",
        ),
        search=(),
        ordering=("metric", "priority", "percent"),
        narrowed_by=("metric", "priority"),
        follows=from_the_next_stage,
    )
)
