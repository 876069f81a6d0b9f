import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import User
from records.models.record import Record


def stored_name(attachment: "Attachment", name: str) -> str:
    """Where the bytes lie: a name nobody can guess, with nothing of the uploader's in it."""
    key = uuid.uuid4().hex
    return f"attachments/{key[:2]}/{key}"


# What a browser may draw inside a page of ours: pictures that hold no script.
DRAWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


class Attachment(models.Model):
    record = models.ForeignKey(Record, models.PROTECT, related_name="attachments", verbose_name=_("record"))
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.FileField(_("file"), upload_to=stored_name)
    name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("added by"))
    added_at = models.DateTimeField(_("added"), default=timezone.now)

    class Meta:
        ordering = ["added_at", "id"]
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        return self.content_type in DRAWN
