"""What tests of telling say again and again."""

from typing import Any

from notifications.composing import tell_all
from notifications.models import Notice, Rule, Template, Webhook, Wording
from people.models import Contact, Customer, User
from records.models import Record
from tests import cast


def silence() -> None:
    """No rule but those that a test makes itself."""
    Rule.objects.update(is_active=False)


def template(subject: str = "{number}", body: str = "{title}", **more: tuple[str, str]) -> Template:
    """A template in English; further languages by keyword: zh_hans=("…", "…")."""
    made = Template.objects.create(key=f"t{Template.objects.count()}", name="Test")
    texts = {"en": (subject, body), **{name.replace("_", "-"): text for name, text in more.items()}}
    for language, (one, two) in texts.items():
        Wording.objects.create(template=made, language=language, subject=one, body=two)
    return made


def rule(step: str, *recipients: str, channels: tuple[str, ...] = ("in_app",), **fields: Any) -> Rule:
    made = Rule(
        code=f"r{Rule.objects.count()}",
        name="Test",
        step=step,
        recipients=list(recipients),
        channels=list(channels),
        **{"template": fields.pop("template", None) or template(), **fields},
    )
    made.full_clean()
    made.save()
    return made


def webhook(url: str, **fields: Any) -> Webhook:
    owner = fields.pop("owner", None) or cast.person("supervisor")
    return Webhook.objects.create(name="Receiver", url=url, owner=owner, **fields)


def reporter(of: Customer | None = None, **fields: Any) -> Contact:
    """A contact with a mail address."""
    made = cast.contact(of, **{"language": "en", **fields})
    if "email" not in fields:
        made.email = f"contact{made.pk}@customer.example"
        made.save()
    return made


def told(reader: User | Contact, channel: str = "in_app") -> list[str]:
    """The rules by which somebody was told, in order, once the outbox was read."""
    tell_all()
    return [notice.rule.code for notice in notices(reader, channel) if notice.rule is not None]


def notices(reader: User | Contact, channel: str = "in_app") -> list[Notice]:
    column = "user" if isinstance(reader, User) else "contact"
    found = Notice.objects.filter(**{column: reader}, channel=channel)
    return list(found.select_related("rule").order_by("pk"))


def queued(reader: User, number: int, *, record: Record | None = None, **fields: Any) -> list[Notice]:
    """So many mails that wait for one person, each about an entry of its own."""
    about = record or cast.incident()
    entry = about.journal.first()
    assert entry is not None
    entries = [
        about.journal.create(by=entry.by, step="remark", note=f"Remark {count}") for count in range(number)
    ]
    return Notice.objects.bulk_create(
        Notice(
            record_id=about.pk,
            entry=one,
            user=reader,
            channel="email",
            address=reader.email,
            language="en",
            subject=one.note,
            body=one.note,
            **fields,
        )
        for one in entries
    )
