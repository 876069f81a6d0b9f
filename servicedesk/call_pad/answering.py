"""A call that is answered with an article or an advisory: its plain words become the answer."""

from typing import Any

from advisories.models import Advisory
from knowledge.models import Article


def answered_with(article: Article | Advisory) -> dict[str, Any]:
    """What the pad's fields about the end of the call hold then."""
    return {
        "outcome": "answered",
        "answer": article.script,
        "solution": article.script,
        "article": article.number,
    }


def begun_with(article: Article | Advisory | None) -> dict[str, Any]:
    """The pad as it opens from an article that is being read: what the call is about is known, too."""
    if article is None:
        return {}
    about = {"title": article.title, "service": article.service_id, "category": article.category_id}
    return {name: value or "" for name, value in about.items()} | answered_with(article)
