"""What people are still to be told of the roster."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import User


class News(models.Model):
    """One thing that one person is told. Its words are kept as they were: a shift may be gone by then."""

    class What(models.TextChoices):
        ASKED = "swap_asked", _("somebody asks to swap")
        AGREED = "swap_agreed", _("a swap was agreed")
        DECLINED = "swap_declined", _("a swap was declined")
        WITHDRAWN = "swap_withdrawn", _("a swap was withdrawn")
        ARRANGED = "swap_arranged", _("a planner changed whose shift it is")

    what = models.CharField(max_length=20, choices=What.choices)
    reader = models.ForeignKey(User, models.CASCADE, related_name="+")
    by = models.ForeignKey(User, models.CASCADE, related_name="+")
    # Names, days and times, the same in every language.
    shift = models.CharField(max_length=200)
    in_return = models.CharField(max_length=200, blank=True)
    taker = models.CharField(max_length=150, blank=True)
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["id"], name="news_untold", condition=models.Q(told_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.reader_id} {self.what}"
