"""Which published articles may help with what is being told. Cheap enough for each pause of who types it."""

from dataclasses import dataclass
from typing import Any

from knowledge.models import Article
from knowledge.uses import Worth, worth_of
from people.models import User
from records.likeness import Likeness, liken
from records.quoting import readable
from records.words import words

MOST_ARTICLES = 2_000
# Of what was told, the share that an article must hold too; less where it is about the same equipment or service.
LEAST_SHARE = 0.3
LEAST_SHARE_NEAR = 0.15
WEIGHTS = {"share": 1.0, "spoken": 0.6, "item": 0.5, "service": 0.25, "category": 0.15, "worth": 0.3}
WORDS_QUOTED = 4


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is known of the fault so far."""

    text: str = ""
    service_id: int | None = None
    item_id: int | None = None
    category_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Found:
    """An article and why it may help. `share` of what was told stands in it too, 0 to 1."""

    article: Article
    share: float
    same_words: list[str]
    is_same_service: bool
    is_same_item: bool
    worth: Worth
    score: float


def articles_for(user: User, told: Told, *, limit: int = 3, among: Any = None) -> list[Found]:
    """The published articles that fit best, best first. Six queries at most, two where none is published.

    `among` narrows them: a part of `all_published(user)`.
    """
    rows_asked = all_published(user) if among is None else among
    rows = list(rows_asked.values_list("pk", "service_id", "item_id", "category_id")[:MOST_ARTICLES])
    if not rows:
        return []
    likeness = liken(told.text, with_holders=False)
    shares = likeness.shares(row[0] for row in rows)
    near = [_near(row, told, shares) for row in rows]
    likely = sorted(filter(_is_likely, near), key=lambda one: -one["score"])[: 4 * limit]
    found = [_complete(one, article, likeness) for one, article in _with_articles(likely)]
    worth = worth_of(one["article"].pk for one in found)
    judged = [_judge(one, worth.get(one["article"].pk, Worth())) for one in found]
    return sorted(judged, key=lambda one: -one.score)[:limit]


def all_published(user: User) -> Any:
    """Every published article that the person sees."""
    # Not closed: the index of open work finds them, however many have been retired.
    return Article.objects.visible_to(user).filter(kind="article", closed_at__isnull=True, state="published")


def published(user: User, number: str) -> Article | None:
    """The published article with this number, as far as the person sees it."""
    found: Article | None = all_published(user).filter(number=number).first() if number else None
    return found


def _near(row: tuple[Any, ...], told: Told, shares: dict[int, float]) -> dict[str, Any]:
    pk, service, item, category = row
    same = {
        "service": service is not None and service == told.service_id,
        "item": item is not None and item == told.item_id,
        "category": category is not None and category == told.category_id,
    }
    share = shares.get(pk, 0.0)
    score = WEIGHTS["share"] * share + sum(WEIGHTS[name] for name, is_same in same.items() if is_same)
    return {"pk": pk, "share": share, "same": same, "score": score}


def _is_likely(one: dict[str, Any]) -> bool:
    is_near = one["same"]["item"] or one["same"]["service"] or one["same"]["category"]
    return bool(one["share"] >= (LEAST_SHARE_NEAR if is_near else LEAST_SHARE))


def _with_articles(likely: list[dict[str, Any]]) -> list[tuple[dict[str, Any], Article]]:
    articles: Any = Article.objects.select_related("service").in_bulk([one["pk"] for one in likely])
    return [(one, articles[one["pk"]]) for one in likely if one["pk"] in articles]


def _complete(one: dict[str, Any], article: Article, likeness: Likeness) -> dict[str, Any]:
    """What callers say of it counts more than what stands in the body."""
    spoken = set(words(f"{article.title} {article.symptom_words}"))
    own = spoken | set(words(f"{article.plain} {article.technical}"))
    common = [word for word in likeness.weights if word in own]
    in_spoken = sum(weight for word, weight in likeness.weights.items() if word in spoken)
    share = in_spoken / likeness.total if likeness.total else 0.0
    return {**one, "article": article, "common": common, "score": one["score"] + WEIGHTS["spoken"] * share}


def _judge(one: dict[str, Any], worth: Worth) -> Found:
    article = one["article"]
    text = f"{article.title} {article.symptom_words} {article.plain} {article.technical}"
    return Found(
        article=article,
        share=one["share"],
        same_words=readable(one["common"], text)[:WORDS_QUOTED],
        is_same_service=one["same"]["service"],
        is_same_item=one["same"]["item"],
        worth=worth,
        score=one["score"] + WEIGHTS["worth"] * (worth.share - 0.5),
    )
