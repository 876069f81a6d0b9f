from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from people.models.customers import Contact


class CallerWords(models.Model):
    """What a contact is found by while somebody types: names, the customer's names and code, pieces of numbers.

    Beside the contact, so that reading contacts does not carry it. Written by `people.callers.index`.
    """

    contact = models.OneToOneField(Contact, models.CASCADE, primary_key=True, related_name="caller_words")
    words = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["words"], name="caller_words")]

    def __str__(self) -> str:
        return f"{self.contact_id}"
