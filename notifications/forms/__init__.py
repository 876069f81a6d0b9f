"""Forms of the settings of telling: rules, texts, webhooks."""

from notifications.forms.conditions import Conditions
from notifications.forms.rules import RuleForm
from notifications.forms.templates import TemplateForm
from notifications.forms.webhooks import WebhookForm

__all__ = ["Conditions", "RuleForm", "TemplateForm", "WebhookForm"]
