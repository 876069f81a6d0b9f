"""The first half of a release's life: planned → building → testing → ready; given up."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cmdb.models import ProductModel
from people.models import Customer, User
from records import journal
from records.errors import Refused
from records.forms import ReasonForm
from records.lifecycle import Life, step
from records.links import connect, disconnect
from releases import deploying
from releases.forms import BuildForm, ChangeForm, CustomersForm, EntrustForm, OwnChangeForm, TestForm
from releases.links import INCLUDES

if TYPE_CHECKING:
    from changes.models import Change
    from releases.models import Build

LEADS = ("release_manager",)
BUILDERS = (*LEADS, "change_manager", "developer", "second_line")
BEFORE = ("planned", "building", "testing", "ready")
TESTED = ("testing", "ready", "piloting", "rolling_out", "halted")
OPEN = (*BEFORE, "piloting", "rolling_out", "halted")


def has_changes(release: Any) -> bool:
    return bool(release.changes.exists())


def has_group(release: Any) -> bool:
    return bool(release.deployments.exists())


class PreparingLife(Life):
    """What is done with a release before anybody has it."""

    @step(
        _("Build"), source=("planned", "testing", "ready"), target="building", roles=BUILDERS, icon="hammer",
        key="b", sentence=_("began to build it"),
    )  # fmt: skip
    def build(self, *, by: User) -> None:
        self.assignee = self.assignee or by

    @step(
        _("Note a build"), source=("building", "testing"), inputs=BuildForm, roles=BUILDERS, icon="package",
        sentence=_("noted a build"),
    )  # fmt: skip
    def note_build(self, *, by: User, build: str) -> None:
        if self.builds.filter(name=build).exists():
            raise ValidationError({"build": _now("This build is noted already: give another name.")})
        self.builds.create(name=build, by=by)

    @step(
        _("Test"), source="building", target="testing", roles=BUILDERS, icon="test-pipe", key="e",
        sentence=_("gave it to be tested"),
    )  # fmt: skip
    def begin_tests(self, *, by: User) -> None:
        if not self.builds.exists():
            raise Refused(_now("There is nothing to test yet: note a build first."), code="no_build")

    @step(
        _("Note a test"), source=TESTED, inputs=TestForm, roles=BUILDERS,
        icon="clipboard-check", sentence=_("noted a test"),
    )  # fmt: skip
    def note_test(
        self,
        *,
        by: User,
        product_model: ProductModel,
        result: str,
        build: "Build | None" = None,
        tried: str = "",
    ) -> None:
        self.test_runs.create(product_model=product_model, result=result, build=build, note=tried, by=by)

    @step(
        _("Ready"), source="testing", target="ready", roles=LEADS, icon="flag-check", key="y",
        sentence=_("declared it ready for the pilot"),
    )  # fmt: skip
    def declare_ready(self, *, by: User) -> None: ...

    @step(
        _("Take a change into it"), source=BEFORE, inputs=ChangeForm, roles=BUILDERS, icon="replace",
        sentence=_("took a change into it"),
    )  # fmt: skip
    def include(self, *, by: User, change: "Change") -> None: ...

    @step(
        _("Take a change out"), source=BEFORE, inputs=OwnChangeForm, roles=BUILDERS, icon="unlink",
        conditions=(has_changes,), sentence=_("took a change out"),
    )  # fmt: skip
    def exclude(self, *, by: User, change: "Change") -> None: ...

    @step(
        _("Name pilot customers"), source=BEFORE, inputs=CustomersForm, roles=LEADS, icon="users-plus", key="p",
        sentence=_("named pilot customers"),
    )  # fmt: skip
    def name_pilots(self, *, by: User, customers: list[Customer]) -> None:
        deploying.name_pilots(self, customers)

    @step(
        _("Take customers out of the pilot"), source=BEFORE, inputs=CustomersForm, roles=LEADS,
        icon="users-minus", conditions=(has_group,), sentence=_("took customers out of the pilot group"),
    )  # fmt: skip
    def drop_pilots(self, *, by: User, customers: list[Customer]) -> None:
        deploying.drop_pilots(self, customers)

    @step(
        _("Entrust the deployment"), source=OPEN, inputs=EntrustForm, roles=LEADS, icon="robot",
        sentence=_("entrusted the deployment to %(assignee)s"),
    )  # fmt: skip
    def entrust(self, *, by: User, assignee: User) -> None:
        self.assignee = assignee

    @step(
        _("Give it up"), source=BEFORE, target="closed", inputs=ReasonForm, roles=LEADS, icon="ban",
        tone="danger", sentence=_("gave it up before anybody had it"),
    )  # fmt: skip
    def give_up(self, *, by: User, reason: str) -> None:
        self.closed_at = timezone.now()

    # What follows.

    def after_note_build(self, *, by: User, build: str) -> None:
        self._tell_of("build_noted", "build", build, by=by)

    def after_note_test(self, *, by: User, product_model: ProductModel, result: str, **inputs: Any) -> None:
        from releases.testing_changes import weigh_anew

        self._tell_of(f"test_{result}", "product_model", str(product_model), by=by)
        weigh_anew(self)

    def after_include(self, *, by: User, change: "Change") -> None:
        connect(INCLUDES, earlier=change, later=self, by=by)

    def after_exclude(self, *, by: User, change: "Change") -> None:
        disconnect(INCLUDES, earlier=change, later=self, by=by)

    def after_name_pilots(self, *, by: User, customers: list[Customer]) -> None:
        deploying.tell(self, "pilots_named", customers, by=by)

    def after_drop_pilots(self, *, by: User, customers: list[Customer]) -> None:
        deploying.tell(self, "pilots_dropped", customers, by=by)

    # How.

    def _tell_of(self, event: str, name: str, value: Any, *, by: User) -> None:
        journal.write(
            self,
            event,
            by=by,
            via=journal.door_of_last(self),
            from_state=self.state,
            changes={name: [None, value]},
        )
