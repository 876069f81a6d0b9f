"""How a text would read: filled from the last thing that happened on a record the person sees."""

from django.core.exceptions import ValidationError
from django.utils import translation

from notifications import wording
from notifications.facts import Facts
from notifications.placeholders import Values
from people.models import User
from records.models import JournalEntry, Record


def sample_for(user: User, number: str = "") -> Facts | None:
    """The last entry of the record with this number, or of the newest one; None where the person sees none."""
    seen = Record.objects.visible_to(user)
    record = seen.filter(number__iexact=number).first() if number else seen.order_by("-pk").first()
    entry = JournalEntry.objects.filter(record=record).order_by("-pk").first() if record is not None else None
    return Facts(record, entry) if record is not None and entry is not None else None


def preview(subject: str, body: str, *, language: str, facts: Facts, reader: User) -> tuple[str, str]:
    """Subject and text as this reader would get them. Raises ValidationError as saving would."""
    problems = {}
    for name, text in (("subject", subject), ("body", body)):
        try:
            wording.check(text)
        except ValidationError as error:
            problems[name] = error
    if problems:
        raise ValidationError(problems)
    with translation.override(language):
        values = Values(facts, reader)
        return wording.subject_line(wording.fill(subject, values)), wording.fill(body, values)
