"""Forms of the settings of telling: rules, texts, webhooks."""

from notifications.forms.conditions import ConditionForms, condition_forms
from notifications.forms.rules import RuleForm
from notifications.forms.templates import TemplateForm
from notifications.forms.webhooks import WebhookForm

__all__ = ["ConditionForms", "RuleForm", "TemplateForm", "WebhookForm", "condition_forms"]
