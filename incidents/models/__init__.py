"""An incident and its reference data; what the desk learned from closed ones, and what it suggested."""

from incidents.models.escalation import EscalationRule
from incidents.models.hints import HintPolicy, Lesson, Question, Suggestion
from incidents.models.incident import ClosureCode, Incident, Symptom

__all__ = [
    "ClosureCode",
    "EscalationRule",
    "HintPolicy",
    "Incident",
    "Lesson",
    "Question",
    "Suggestion",
    "Symptom",
]
