"""Rules, their texts, the notices they made, and what left the house."""

from notifications.models.mailbox import SentFile, SentMail
from notifications.models.notices import Bundle, Notice
from notifications.models.preferences import Preference
from notifications.models.rules import Rule, Urgency
from notifications.models.texts import Template, Wording
from notifications.models.webhooks import Delivery, Webhook

__all__ = [
    "Bundle",
    "Delivery",
    "Notice",
    "Preference",
    "Rule",
    "SentFile",
    "SentMail",
    "Template",
    "Urgency",
    "Webhook",
    "Wording",
]
