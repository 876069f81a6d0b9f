"""The life of an article: draft → in review → published → retired. What callers are told, two people have read."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from people.accounts import system_user
from people.models import User
from records.actions import advance
from records.forms import HandOverAmongTheirOwnForm, ReasonForm
from records.lifecycle import Life, step
from records.models import JournalEntry
from records.ownership import hand_over_step, pass_on

if TYPE_CHECKING:
    from knowledge.models import Article

ALIVE = ("draft", "in_review", "published")
REVIEWERS = ("shift_leader", "supervisor", "incident_manager", "problem_manager")
WRITERS = ("agent", *REVIEWERS, "configuration_manager", "field_engineer", "second_line", "developer")
# What a reader relies on. Whoever changes it is its writer, and somebody else reads it before the desk does.
TEXTS = frozenset({"title", "plain", "technical"})


def last_writer(article: "Article") -> int | None:
    """Who wrote the texts as they stand. The journal knows."""
    written = JournalEntry.objects.filter(record_id=article.pk, step__in=("register", "revise")).order_by(
        "-pk"
    )
    for step_name, by, changes in written.values_list("step", "by_id", "changes"):
        if step_name == "register" or TEXTS & changes.keys():
            return int(by)
    return None


def not_its_own_writer(article: "Article", by: User) -> str:
    if by.is_system or by.pk != last_writer(article):
        return ""
    return _t("You wrote it as it stands: a second person reads it before it is published.")


class ArticleLife(Life):
    """`resolved_at` is when it was published, `closed_at` when it was retired."""

    @step(
        _("Send to review"),
        source="draft",
        target="in_review",
        roles=WRITERS,
        icon="send",
        key="r",
        tone="primary",
        sentence=_("sent it to review"),
    )
    def submit(self, *, by: User) -> None:
        missing = [name for name in ("plain", "technical") if not getattr(self, name).strip()]
        if missing:
            raise ValidationError(
                _(
                    "Write both texts first: one for engineers, one in plain words for callers. “Revise” opens them."
                )
            )

    @step(
        _("Send back"),
        source="in_review",
        target="draft",
        inputs=ReasonForm,
        roles=REVIEWERS,
        icon="arrow-back-up",
        key="b",
        sentence=_("sent it back to its writer"),
    )
    def send_back(self, *, by: User, reason: str) -> None:
        """Nothing of its own changes."""

    @step(
        _("Publish"),
        source="in_review",
        target="published",
        roles=REVIEWERS,
        icon="circle-check",
        key="y",
        tone="primary",
        sentence=_("read and published it, edition %(edition)s"),
        closed_to=not_its_own_writer,
    )
    def publish(self, *, by: User) -> None:
        self.reviewer, self.resolved_at = by, timezone.now()
        self.edition += 1

    @step(
        _("Review again"),
        source="published",
        target="in_review",
        is_automatic=True,
        sentence=_("took it back into review, since its text has changed"),
    )
    def review_again(self, *, by: User) -> None:
        self.reviewer = self.resolved_at = None

    @step(
        _("Retire"),
        source=ALIVE,
        target="retired",
        inputs=ReasonForm,
        roles=REVIEWERS,
        icon="archive",
        tone="danger",
        sentence=_("retired it"),
    )
    def retire(self, *, by: User, reason: str) -> None:
        self.closed_at = timezone.now()

    @step(
        _("Take up again"),
        source="retired",
        target="draft",
        roles=REVIEWERS,
        icon="rotate",
        key="o",
        sentence=_("took it up again"),
    )
    def take_up(self, *, by: User) -> None:
        self.reviewer = self.resolved_at = self.closed_at = None

    hand_over = hand_over_step(source=ALIVE, roles=REVIEWERS, inputs=HandOverAmongTheirOwnForm)
    after_hand_over = pass_on

    def after_revise(self, *, by: User, changes: dict[str, Any]) -> None:
        """What nobody has read is not offered to the desk."""
        if self.state == "published" and TEXTS & changes.keys():
            advance(self, "review_again", by=system_user(), via="clock")
