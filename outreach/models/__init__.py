"""Campaigns: what is asked, who is on it, who was called when and what he said."""

from outreach.models.answers import Answer
from outreach.models.campaign import Campaign
from outreach.models.questions import Question
from outreach.models.tasks import Attempt, CallTask

__all__ = ["Answer", "Attempt", "CallTask", "Campaign", "Question"]
