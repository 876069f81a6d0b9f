from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from records.models.record import Record


class SearchWords(models.Model):
    """What a record is found by. Apart from `Record`, so that a change of state does not touch the word index."""

    record = models.OneToOneField(Record, models.PROTECT, primary_key=True, related_name="words")
    words = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["words"], name="record_words")]

    def __str__(self) -> str:
        return str(self.record_id)
