"""Tells whoever keeps due times that what they were worked out from has changed since."""

from typing import Any

from django.db import models, transaction


class NextRevision(models.Func):
    """A number never given twice, not even where the transaction that took it is undone.

    That is why it is no `+ 1`: a form compiled within a transaction that failed would pass for the next one's.
    """

    template = "nextval('sla_revision')"
    output_field = models.BigIntegerField()


class Edition(models.Model):
    """One row. Its number changes with every change to a calendar, contract or target.

    Keep the number beside a due time; where it differs from today's, work the due time out again.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="only_one_edition")]

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> int:
        """One query. 0 where nothing was ever set up."""
        return cls.objects.values_list("number", flat=True).first() or 0

    @staticmethod
    def turn() -> None:
        """Call it after `update()`, `bulk_create()` or the like: these do not pass through `Term`."""
        Edition.objects.bulk_create(
            [Edition(number=NextRevision())],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["number"],
        )


class Term(models.Model):
    """A row that due times depend on: saving or deleting it turns the edition in the same transaction."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)
            self.turned()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            gone = super().delete(*args, **kwargs)
            self.turned()
        return gone

    def turned(self) -> None:
        Edition.turn()
