"""How often the right fault is among the first five: similar faults against plain full-text.

Needs a database with the history that `manage.py import_bpic14` brings in. An incident's right fault is the one whose
knowledge document (“KM number”) its engineers used in the end; nothing of that number is in what is asked. The newest
fifth of the incidents is held back: each is asked as it was when it came in, of what had been opened before it.

    python -m benchmarks.similar_faults --sample 500
"""

import argparse
import os
import random
import re
import statistics
import time
from collections.abc import Callable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "itsm.settings")
django.setup()

from django.db import connection  # noqa: E402

from incidents.models import Incident  # noqa: E402
from people.accounts import system_user  # noqa: E402
from people.models import User  # noqa: E402
from problems.similar import VOTING, Asked, elect, ranked  # noqa: E402
from records.models import Record  # noqa: E402
from records.words import query_words  # noqa: E402

DOCUMENT = re.compile(r"KM number: (\S+)")
FIRST = 5
LOOKED_AT = 200
SEED = 20140127
PLAIN = """
SELECT record.id FROM records_searchwords held JOIN records_record record ON record.id = held.record_id
WHERE held.words @@ %s::tsquery AND record.opened_at < %s AND record.kind = 'incident'
ORDER BY ts_rank('{1,1,1,1}', held.words, %s::tsquery) DESC, record.opened_at DESC LIMIT %s
"""
Documents = dict[int, str]
Way = Callable[[Record, Documents], list[str]]


def plain(incident: Record, documents: Documents) -> list[str]:
    """Any word, PostgreSQL's own rank, the newer of equals first; each fault once, by its best record."""
    told = " | ".join("'{}'".format(word.replace("'", "''")) for word in query_words(words_of(incident)))
    with connection.cursor() as cursor:
        cursor.execute(PLAIN, [told, incident.opened_at, told, LOOKED_AT])
        keys = [key for (key,) in cursor.fetchall()]
    return list(dict.fromkeys(documents[key] for key in keys if key in documents))


def similar(by: User) -> Way:
    def way(incident: Record, documents: Documents) -> list[str]:
        asked = Asked(
            text=words_of(incident),
            service_id=incident.service_id,
            item_id=incident.item_id,
            category_id=incident.category_id,
            impact=incident.impact,
            urgency=incident.urgency,
            before=incident.opened_at,
            except_ids=frozenset({incident.pk}),
        )
        voters: dict[str, list[Any]] = {}
        for match in ranked(by, asked)[:VOTING]:
            if match.pk in documents:
                voters.setdefault(documents[match.pk], []).append(match)
        return elect(voters)

    return way


def words_of(incident: Record) -> str:
    """What the caller's report says; the description holds what was written down when all was over."""
    return str(incident.title)


def held_back(documents: dict[int, str], sample: int) -> list[Record]:
    newest: list[Record] = list(Incident.objects.filter(pk__in=documents).order_by("opened_at", "pk"))
    fifth = newest[len(newest) * 4 // 5 :]
    return random.Random(SEED).sample(fifth, min(sample, len(fifth)))


def documents_of_history() -> dict[int, str]:
    rows = Incident.objects.filter(source="bpic14").values_list("pk", "description")
    return {pk: found[1] for pk, text in rows if (found := DOCUMENT.search(text))}


def measure(way: Way, asked: list[Record], documents: dict[int, str]) -> tuple[int, list[float]]:
    """How many were right among the first five, and the milliseconds of each answer."""
    right, spent = 0, []
    for incident in asked:
        begun = time.perf_counter()
        found = way(incident, documents)
        spent.append(1000 * (time.perf_counter() - begun))
        right += documents[incident.pk] in found[:FIRST]
    return right, spent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=500)
    documents = documents_of_history()
    asked = held_back(documents, parser.parse_args().sample)
    told = f"{len(documents)} incidents name one of {len(set(documents.values()))} documents"
    print(f"{told}; {len(asked)} asked")
    for name, way in (("plain full-text", plain), ("similar faults", similar(system_user()))):
        right, spent = measure(way, asked, documents)
        told = f"{name}: right among the first {FIRST}: {100 * right / len(asked):.1f} %"
        print(f"{told}; median {statistics.median(spent):.0f} ms, slowest {max(spent):.0f} ms")


if __name__ == "__main__":
    main()
