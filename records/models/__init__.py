"""The record, its journal, and what hangs on a record."""

from records.models.attachments import Attachment
from records.models.clocks import Clock
from records.models.follow_ups import FollowUp
from records.models.journal import JournalEntry, OutboxEvent
from records.models.links import Link
from records.models.ownership import Ownership, Watch
from records.models.record import Record, RecordQuerySet
from records.models.reference import Category, Level, Priority, PriorityRule
from records.models.words import SearchWords

__all__ = [
    "Attachment",
    "Category",
    "Clock",
    "FollowUp",
    "JournalEntry",
    "Level",
    "Link",
    "OutboxEvent",
    "Ownership",
    "Priority",
    "PriorityRule",
    "Record",
    "RecordQuerySet",
    "SearchWords",
    "Watch",
]
