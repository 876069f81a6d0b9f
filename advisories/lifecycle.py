"""The life of an advisory: draft → in review → published → retired.

Whoever knows the equipment writes the technical text, the desk says the same in plain words, and somebody who wrote
neither reads both. What was published stays as a version; while the next one is written, callers are told the last.
"""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from advisories.forms import AudienceForm, PlainForm, TechnicalForm
from people.accounts import system_user
from people.models import User
from records.actions import advance
from records.forms import HandOverAmongTheirOwnForm, ReasonForm
from records.lifecycle import Life, step
from records.links import connect
from records.models import Record
from records.ownership import hand_over_step, pass_on

if TYPE_CHECKING:
    from advisories.models import Advisory

TECHNICIANS = ("problem_manager", "second_line", "developer")
DESK = ("agent", "shift_leader", "supervisor")
WRITERS = (*DESK, *TECHNICIANS)
REVIEWERS = ("shift_leader", "supervisor", "incident_manager", "problem_manager")
MAILERS = ("shift_leader", "supervisor", "problem_manager")
ALIVE = ("draft", "in_review", "published")


def wrote_it(advisory: "Advisory", by: User) -> str:
    if by.is_system or by.pk not in (advisory.technical_by_id, advisory.plain_by_id):
        return ""
    return _now("You wrote one of its texts: a second person reads it before it is published.")


class AdvisoryLife(Life):
    """`resolved_at` is when it was published last, `closed_at` when it was retired."""

    @step(
        _("Write the technical text"), source="draft", inputs=TechnicalForm, roles=TECHNICIANS, icon="tool",
        key="e", sentence=_("wrote the technical text"),
    )  # fmt: skip
    def write_technical(self, *, by: User, technical: str) -> None:
        self.technical, self.technical_by = technical.replace("\r\n", "\n").strip(), by

    @step(
        _("Write the plain text"), source="draft", inputs=PlainForm, roles=DESK, icon="speakerphone", key="w",
        sentence=_("wrote the text in plain words"),
    )  # fmt: skip
    def write_plain(self, *, by: User, plain: str) -> None:
        self.plain, self.plain_by = plain.replace("\r\n", "\n").strip(), by

    @step(
        _("Send to review"), source="draft", target="in_review", roles=WRITERS, icon="send", key="r",
        tone="primary", sentence=_("sent it to review"),
    )  # fmt: skip
    def submit(self, *, by: User) -> None:
        if not self.technical or not self.plain:
            raise ValidationError(
                _("Both texts are needed first: the technical one and the one in plain words.")
            )

    @step(
        _("Send back"), source="in_review", target="draft", inputs=ReasonForm, roles=REVIEWERS,
        icon="arrow-back-up", key="b", sentence=_("sent it back to its writers"),
    )  # fmt: skip
    def send_back(self, *, by: User, reason: str) -> None:
        """Nothing of its own changes."""

    @step(
        _("Publish"), source="in_review", target="published", roles=REVIEWERS, icon="circle-check", key="y",
        tone="primary", closed_to=wrote_it, sentence=_("read and published it, version %(edition)s"),
    )  # fmt: skip
    def publish(self, *, by: User) -> None:
        self.reviewer, self.resolved_at = by, timezone.now()
        self.published_technical, self.published_plain = self.technical, self.plain
        self.edition += 1

    @step(
        _("Write a new version"), source="published", target="draft", roles=(*TECHNICIANS, *DESK),
        icon="edit", key="n", sentence=_("began a new version"),
    )  # fmt: skip
    def begin_version(self, *, by: User) -> None:
        """Callers are told the published version until the next one is."""

    @step(
        _("Mail it"), source="published", inputs=AudienceForm, roles=MAILERS, icon="mail-forward", key="a",
        sentence=_("mailed version %(mailed_version)s to %(people)s contacts"),
    )  # fmt: skip
    def mail_out(self, *, by: User, **criteria: Any) -> None:
        from advisories.audience import audience

        people = audience(**criteria).count()
        if not people:
            raise ValidationError(_("This concerns nobody: no contact of a customer fits all of it."))
        self.also_told = {"mailed_version": [None, self.edition], "people": [None, people]}

    @step(
        _("Retire"), source=ALIVE, target="retired", inputs=ReasonForm, roles=REVIEWERS, icon="archive",
        tone="danger", sentence=_("retired it"),
    )  # fmt: skip
    def retire(self, *, by: User, reason: str) -> None:
        self.closed_at = timezone.now()

    @step(
        _("Take up again"), source="retired", target="draft", roles=REVIEWERS, icon="rotate", key="o",
        sentence=_("took it up again"),
    )  # fmt: skip
    def take_up(self, *, by: User) -> None:
        self.closed_at = None

    hand_over = hand_over_step(source=ALIVE, roles=REVIEWERS, inputs=HandOverAmongTheirOwnForm)
    after_hand_over = pass_on

    # What follows.

    def after_register(self, *, by: User, **inputs: Any) -> None:
        from advisories.links import ADVISED

        if self.based_on_id is None:
            return
        if not Record.objects.visible_to(by).filter(pk=self.based_on_id).exists():
            raise ValidationError({"based_on": _now("There is no such record.")})
        connect(ADVISED, earlier=self.based_on, later=self, by=by)

    def after_publish(self, *, by: User) -> None:
        from advisories.models import AdvisoryVersion

        AdvisoryVersion.objects.create(
            advisory_id=self.pk, number=self.edition, title=self.title, plain=self.plain,
            technical=self.technical, plain_by_id=self.plain_by_id, technical_by_id=self.technical_by_id,
            reviewer=by, published_at=self.resolved_at,
        )  # fmt: skip

    def after_mail_out(self, *, by: User, **criteria: Any) -> None:
        from advisories.mailing import freeze

        freeze(self, by=by, **criteria)

    def after_revise(self, *, by: User, changes: dict[str, Any]) -> None:
        """The title stands above what customers read: changed, it is read over again."""
        if self.state == "published" and "title" in changes:
            advance(self, "begin_version", by=system_user(), via="clock")
