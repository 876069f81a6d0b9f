"""What the pad says while the agent types: storms, likely duplicates, a suggested grading, and what is promised."""

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from advisories.finding import Concerned, advisories_for
from incidents.duplicates import Report, Storm, similar_open, storms
from incidents.models import HintPolicy
from incidents.suggestions import Suggested, suggest
from knowledge.finding import Found, Told, articles_for
from people.models import User
from records.models import Level
from records.priorities import priority_for
from releases.models import Deployment
from servicedesk.call_pad.lines import Line, of_similar, of_storm
from servicedesk.call_pad.recent import recent_for
from servicedesk.call_pad.surging import InForce, Surging, emergencies, surging
from sla.models import Target
from sla.targets import choose_all

MOST_SIMILAR = 5
MOST_ARTICLES = 3
SHORTEST_TEXT = 3  # letters: one or two say nothing yet


@dataclass(frozen=True, kw_only=True)
class Typed:
    """The pad as it stands. Keys are numbers or None; whatever else was sent counts as nothing."""

    title: str = ""
    description: str = ""
    contact_id: int | None = None
    customer_id: int | None = None
    service_id: int | None = None
    item_id: int | None = None
    category_id: int | None = None
    release: str = ""
    impact: int = Level.LOW
    urgency: int = Level.LOW

    @property
    def text(self) -> str:
        return f"{self.title}\n{self.description}".strip()


@dataclass(frozen=True, kw_only=True)
class Now:
    """What goes on whoever calls: the emergencies in force first, then surges, then storms that are neither."""

    emergencies: list[InForce] = field(default_factory=list)
    surges: list[Surging] = field(default_factory=list)
    storms: list[tuple[Storm, Line | None]] = field(default_factory=list)

    @property
    def leading(self) -> list[int]:
        """Records that stand here already."""
        lines: list[Line | None] = [one.line for one in self.emergencies]
        lines += [one.line for one in self.surges]
        lines += [line for _storm, line in self.storms]
        return [line.record.pk for line in lines if line is not None]


@dataclass(frozen=True, kw_only=True)
class Hints:
    now: Now = field(default_factory=Now)
    similar: list[Line] = field(default_factory=list)
    articles: list[Found] = field(default_factory=list)
    advisories: list[Concerned] = field(default_factory=list)
    recent: list[Deployment] = field(default_factory=list)
    may_name_cause: bool = False
    suggested: Suggested = field(default_factory=Suggested)
    is_category_taken: bool = False
    is_grade_taken: bool = False
    priority: int = 0
    promises: dict[str, Target | None] = field(default_factory=dict)
    has_text: bool = False


def typed_from(given: Any) -> Typed:
    """Reads what came from the page; a hint is never worth an error."""
    return Typed(
        title=_text(given, "title", 500),
        description=_text(given, "description", 4_000),
        contact_id=_key(given.get("contact")),
        customer_id=_key(given.get("customer")),
        service_id=_key(given.get("service")),
        item_id=_key(given.get("item")),
        category_id=_key(given.get("category")),
        release=_text(given, "release", 20).upper(),
        impact=_level(given.get("impact")),
        urgency=_level(given.get("urgency")),
    )


def now(user: User, customer_id: int | None, service_id: int | None, policy: HintPolicy | None = None) -> Now:
    """At most ten queries while something runs, four while nothing does."""
    running = storms(user, policy or HintPolicy.current())
    in_force = emergencies(user, customer_id, service_id)
    keys = [one.emergency.pk for one in in_force]
    surges = surging(user, running, customer_id, service_id, except_of=keys)
    told = {one.surge.service_id for one in surges} | {one.emergency.service_id for one in in_force}
    left = [storm for storm in running if storm.service.pk not in told]
    lines = [(storm, of_storm(storm, customer_id, user)) for storm in left]
    return Now(emergencies=in_force, surges=surges, storms=lines)


def hints(user: User, typed: Typed) -> Hints:
    """At most a dozen and a half queries, one for emergencies, one for surges, and six more while a storm runs."""
    policy = HintPolicy.current()
    going_on = now(user, typed.customer_id, typed.service_id, policy)
    has_text = len(typed.text) >= SHORTEST_TEXT
    suggested = suggest(typed.text if has_text else "", policy)
    priority = priority_for(typed.impact, typed.urgency)
    return Hints(
        now=going_on,
        similar=_similar(user, typed, going_on.leading) if has_text or typed.service_id else [],
        articles=_articles(user, typed) if has_text else [],
        advisories=_advisories(user, typed) if has_text else [],
        recent=recent_for(user, typed.customer_id),
        may_name_cause=user.rights.may("release", "name_faults"),
        suggested=suggested,
        is_category_taken=suggested.category is not None and suggested.category.pk == typed.category_id,
        is_grade_taken=(suggested.impact, suggested.urgency) == (typed.impact, typed.urgency),
        priority=priority,
        promises=_promises(typed, priority),
        has_text=has_text,
    )


def _similar(user: User, typed: Typed, shown: list[int]) -> list[Line]:
    report = Report(
        text=typed.text,
        contact_id=typed.contact_id,
        customer_id=typed.customer_id,
        service_id=typed.service_id,
        except_ids=frozenset(shown),
    )
    return of_similar(similar_open(user, report, limit=MOST_SIMILAR), typed.customer_id, user)


def _articles(user: User, typed: Typed) -> list[Found]:
    if not user.rights.scopes_for("article"):
        return []
    told = Told(
        text=typed.text,
        service_id=typed.service_id,
        item_id=typed.item_id,
        category_id=typed.category_id,
    )
    return articles_for(user, told, limit=MOST_ARTICLES)


def _advisories(user: User, typed: Typed) -> list[Concerned]:
    if not user.rights.scopes_for("advisory"):
        return []
    return advisories_for(user, typed.text, service_id=typed.service_id, item_id=typed.item_id)


def _promises(typed: Typed, priority: int) -> dict[str, Target | None]:
    return choose_all(
        ["response", "resolution"],
        priority=priority,
        service_id=typed.service_id,
        customer_id=typed.customer_id,
        team_id=None,
        on=timezone.localdate(),
    )


def _text(given: Any, name: str, most: int) -> str:
    return str(given.get(name, "")).replace("\0", "")[:most].strip()


def _key(value: Any) -> int | None:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _level(value: Any) -> int:
    key = _key(value)
    return key if key in Level.values else Level.LOW
