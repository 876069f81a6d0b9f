"""Which advisories concern what is being told: by its words, and by the equipment or service it is about."""

from dataclasses import dataclass, field, replace
from typing import Any, cast

from advisories.models import Advisory
from cmdb.models import ConfigurationItem
from knowledge.finding import WEIGHTS, published
from knowledge.models import Article
from knowledge.uses import Worth, worth_of
from people.models import User
from records.likeness import Likeness, liken
from records.quoting import readable
from records.words import words

MOST_COMPARED = 500
# Of what was told, the share that an advisory must hold too; less where it names the equipment or is of the service.
LEAST_SHARE = 0.3
LEAST_SHARE_NEAR = 0.12
WORDS_QUOTED = 4


@dataclass(frozen=True)
class Concerned:
    """An advisory and why it may concern the caller. `share` of what was told stands in it too, 0 to 1."""

    advisory: Advisory
    share: float
    same_words: list[str]
    is_same_model: bool
    is_same_service: bool
    worth: Worth = field(default_factory=Worth)

    @property
    def score(self) -> float:
        return self.share + WEIGHTS["worth"] * (self.worth.share - 0.5)


def offered(user: User) -> Any:
    """Every advisory that callers may be told of, as far as the person sees it."""
    # The manager is inherited, and django-stubs reads it as that of Record.
    seen = cast("Any", Advisory.objects.visible_to(user))
    return seen.filter(kind="advisory", closed_at__isnull=True, edition__gt=0)


def advisories_for(
    user: User, text: str, *, service_id: int | None = None, item_id: int | None = None, limit: int = 2
) -> list[Concerned]:
    """Best first. One query where nothing is published, six at most."""
    known = list(offered(user).order_by("-resolved_at", "-pk").defer("description")[:MOST_COMPARED])
    if not known:
        return []
    likeness = liken(text, with_holders=False)
    shares, model = likeness.shares(one.pk for one in known), _model_of(item_id)
    found = [_judged(one, shares.get(one.pk, 0.0), likeness, model, service_id) for one in known]
    likely = [one for one in found if _is_likely(one)]
    worth = worth_of(one.advisory.pk for one in likely)
    known_worth = [replace(one, worth=worth.get(one.advisory.pk, Worth())) for one in likely]
    return sorted(known_worth, key=lambda one: (-one.is_same_model, -one.score))[:limit]


def spoken(user: User, number: str) -> Article | Advisory | None:
    """What callers may be told with this number, an article or an advisory, as far as the person sees it."""
    found: Advisory | None = offered(user).filter(number=number).first() if number else None
    return found or published(user, number)


def _model_of(item_id: int | None) -> str:
    if item_id is None:
        return ""
    name = ConfigurationItem.objects.filter(pk=item_id).values_list("model__name", flat=True).first()
    return (name or "").casefold()


def _judged(one: Advisory, share: float, likeness: Likeness, model: str, service_id: int | None) -> Concerned:
    # The draft of a next version is found by nobody on the phone.
    text = f"{one.title} {one.equipment} {one.season} {one.published_plain}"
    own = set(words(text))
    common = [word for word in likeness.weights if word in own]
    if not common:
        share = 0.0
    is_same_model = bool(model) and model in one.equipment.casefold()
    is_same_service = service_id is not None and one.service_id == service_id
    return Concerned(one, share, readable(common, text)[:WORDS_QUOTED], is_same_model, is_same_service)


def _is_likely(one: Concerned) -> bool:
    return one.share >= (LEAST_SHARE_NEAR if one.is_same_model or one.is_same_service else LEAST_SHARE)
