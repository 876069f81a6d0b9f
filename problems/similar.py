"""Similar faults over all of history: what was it the last time, and what helped then?

Words in common weigh by how rare they are; the same equipment, service, symptom and grade are weighed in. Records of
one problem are one fault, and vote for it. See docs/algorithms/similar-faults.md, with what it was measured on.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from incidents.models import Incident
from people.models import User
from problems.links import EXPLAINS
from problems.models import Problem
from records.likeness import Likeness, liken
from records.models import Record
from records.models.links import Link
from records.quoting import readable
from records.words import words

KINDS = ("incident", "problem")
NEAREST = 300  # the newest of the same equipment, and of the same service
WEIGHED = 4_000  # records compared at most
VOTING = 200  # of the best matches, these vote for their faults
WORDS_QUOTED = 6
LEAST_SHARE = 0.25
# Found by trying on incidents of a bank, other ones than those it was measured on.
WEIGHTS = {
    "share": 1.0,
    "item": 0.8,
    "service": 0.2,
    "symptom": 0.3,
    "category": 0.2,
    "impact": 0.3,
    "urgency": 0.2,
}
# So steep that the likeliest decides, and that many which are nearly as likely still add up.
STEEPNESS = 12
NEW_DAYS = 30  # after which a record's vote counts half


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The fault that is looked at. `before`: only what was opened earlier, for measuring."""

    text: str = ""
    service_id: int | None = None
    item_id: int | None = None
    category_id: int | None = None
    symptom_id: int | None = None
    impact: int | None = None
    urgency: int | None = None
    except_ids: frozenset[int] = frozenset()
    before: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Match:
    """One record of history. `share` of what was asked stands in it too, 0 to 1; `vote` is how much it speaks up."""

    pk: int
    vote: float
    share: float
    same: dict[str, bool]


@dataclass(kw_only=True)
class Fault:
    """A problem, or an incident that none explains, with the record of it that is most alike, and what helped."""

    record: Record
    match: Match
    score: float
    times: int
    same_words: list[str] = field(default_factory=list)
    remedy: str = ""
    is_workaround: bool = False


def asked_of(record: Record) -> Asked:
    """What a record itself asks: its words, what it is about, and not itself."""
    return Asked(
        text=f"{record.title}\n{record.description}",
        service_id=record.service_id,
        item_id=record.item_id,
        category_id=record.category_id,
        symptom_id=getattr(record, "symptom_id", None),
        impact=record.impact,
        urgency=record.urgency,
        except_ids=frozenset({record.pk}),
    )


def similar_faults(user: User, asked: Asked, *, limit: int = 5) -> list[Fault]:
    """The faults of history most like it, likeliest first, as far as this person sees them. A dozen queries."""
    likeness = liken(asked.text)
    matches = _matching(user, asked, likeness)[:VOTING]
    keys = [match.pk for match in matches]
    # The manager is inherited, and django-stubs reads it as that of Record.
    below: Any = Incident.objects.only("title", "resolved_at", "parent").in_bulk(keys)
    heads = _heads(user, keys, below)
    voters: dict[int, list[Match]] = {}
    for match in matches:
        voters.setdefault(heads[match.pk], []).append(match)
    elected = elect(voters, except_ids=asked.except_ids)
    return _told(_without_twins(elected, voters, below)[:limit], voters, likeness)


def ranked(user: User, asked: Asked) -> list[Match]:
    """The single records, likeliest first."""
    return _matching(user, asked, liken(asked.text))


def elect(voters: dict[Any, list[Match]], *, except_ids: Iterable[int] = ()) -> list[Any]:
    """The faults in the order of their votes."""
    votes = {head: sum(match.vote for match in found) for head, found in voters.items()}
    return sorted(votes.keys() - set(except_ids), key=lambda head: -votes[head])


def _matching(user: User, asked: Asked, likeness: Likeness) -> list[Match]:
    """The cost is bounded, however long history is."""
    seen = Record.objects.visible_to(user).filter(kind__in=KINDS)
    if asked.before is not None:
        seen = seen.filter(opened_at__lt=asked.before)
    keys = (_near(seen, asked) | set(sorted(likeness.holders, reverse=True)[:WEIGHED])) - asked.except_ids
    shares = likeness.shares(keys)
    rows = seen.filter(pk__in=keys).order_by().values_list("pk", "opened_at", *COMPARED.values())
    now = asked.before or timezone.now()
    found = [_weighed(row, asked, shares.get(row[0], 0.0), now) for row in rows]
    return sorted(filter(_is_likely, found), key=lambda match: (-match.vote, -match.pk))


def _near(seen: Any, asked: Asked) -> set[int]:
    """The newest of the same equipment and of the same service: each a walk along an index that ends at its limit."""
    found: set[int] = set()
    for column, key in (("item", asked.item_id), ("service", asked.service_id)):
        if key is not None:
            newest = seen.filter(**{column: key}).order_by("-opened_at")
            found |= set(newest.values_list("pk", flat=True)[:NEAREST])
    return found


# What is compared: its column in history, by its name; of what is asked, it is the attribute of that name.
COMPARED = {
    "service": "service_id",
    "item": "item_id",
    "category": "category_id",
    "symptom": "incident__symptom_id",
    "impact": "impact",
    "urgency": "urgency",
}


def _weighed(row: tuple[Any, ...], asked: Asked, share: float, now: datetime) -> Match:
    pk, opened_at, *values = row
    same = {}
    for name, value in zip(COMPARED, values, strict=True):
        wanted = getattr(asked, name if name in ("impact", "urgency") else f"{name}_id")
        same[name] = wanted is not None and wanted == value
    alike = WEIGHTS["share"] * share + sum(WEIGHTS[name] for name, is_same in same.items() if is_same)
    age_days = max((now - opened_at).total_seconds() / 86_400, 0)
    return Match(pk=pk, vote=alike**STEEPNESS / (1 + age_days / NEW_DAYS), share=share, same=same)


def _is_likely(match: Match) -> bool:
    """Enough words in common; or the same equipment with any; or the same service and symptom."""
    same = match.same
    return (
        match.share >= LEAST_SHARE
        or (same["item"] and match.share > 0)
        or (same["service"] and same["symptom"])
    )


def _heads(user: User, keys: list[int], below: dict[int, Incident]) -> dict[int, int]:
    """What a record is told by: the problem that explains it, else its parent, else itself. Two queries."""
    links = Link.objects.filter(earlier__in=keys, type=EXPLAINS.name).order_by("pk")
    explained = dict(links.values_list("earlier", "later"))
    parents = {key: incident.parent_id for key, incident in below.items() if incident.parent_id}
    above = {*explained.values(), *parents.values()}
    seen = set(Record.objects.visible_to(user).filter(pk__in=above).values_list("pk", flat=True))
    heads = {}
    for key in keys:
        above_it = (head for head in (explained.get(key), parents.get(key)) if head in seen)
        heads[key] = next((head for head in above_it if head is not None), key)
    return heads


def _without_twins(
    elected: list[int], voters: dict[int, list[Match]], below: dict[int, Incident]
) -> list[int]:
    """Incidents called exactly alike are one line: five lines of the same words tell no more than one.

    It stands where the likeliest of them stood, and is told by one that was solved. Their votes are not added up:
    a rare word would lose against what is reported every day.
    """
    twins: dict[str | int, list[int]] = {}
    for head in elected:
        twins.setdefault(below[head].title if head in below else head, []).append(head)
    folded = []
    for alike in twins.values():
        first = next((head for head in alike if head in below and below[head].resolved_at), alike[0])
        voters[first] = voters[first] + [match for head in alike if head != first for match in voters[head]]
        folded.append(first)
    return folded


def _told(elected: list[int], voters: dict[int, list[Match]], likeness: Likeness) -> list[Fault]:
    """What the lines say: the words in common as they stand there, and what helped. Two queries."""
    rows: Any = {**Incident.objects.in_bulk(elected), **Problem.objects.in_bulk(elected)}
    return [_line(rows[head], voters[head], likeness) for head in elected if head in rows]


def _line(record: Any, matches: list[Match], likeness: Likeness) -> Fault:
    text = record.searched_text()
    own = set(words(text))
    common = [word for word in likeness.weights if word in own]
    remedy = record.solution or getattr(record, "workaround", "")
    return Fault(
        record=record,
        match=matches[0],
        score=sum(match.vote for match in matches),
        times=len(matches),
        same_words=readable(common, text)[:WORDS_QUOTED],
        remedy=remedy,
        is_workaround=bool(remedy) and not record.solution,
    )
