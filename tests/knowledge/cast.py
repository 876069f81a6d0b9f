"""Articles that tests speak of."""

from typing import Any

from knowledge.models import Article
from people.models import User
from records.actions import advance, register
from tests import cast


def draft(by: User | None = None, **fields: Any) -> Article:
    told = {
        "title": "Communication module exits after an English message",
        "plain": "Start the program again and choose the second line.",
        "technical": "The module meets a model it was not tested on.",
        "symptom_words": "弹出英文提示框，点击后程序退出",
        **fields,
    }
    return register(Article, by=by or cast.engineer(), **told)


def published(**fields: Any) -> Article:
    by = cast.engineer()
    article = advance(draft(by, **fields), "submit", by=by)
    return advance(article, "publish", by=cast.person("problem_manager"))
