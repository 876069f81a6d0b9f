"""`{% words column record %}`: what a column of a queue reads as in words."""

from django import template

from records.models import Record
from servicedesk.queues.columns import Column

register = template.Library()


@register.simple_tag
def words(column: Column, record: Record) -> str:
    return str(column.words(record) or "")
