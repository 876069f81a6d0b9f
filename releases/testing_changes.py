"""What the tests of releases say of the changes in them."""

from collections.abc import Iterator

from changes.models import Change
from changes.tested import Tested, register_tests
from people.accounts import system_user
from records.actions import advance
from records.links import onward
from releases.links import INCLUDES
from releases.models import Release, TestRun


def runs_of(change: Change) -> Iterator[Tested]:
    """The last run on each model, of all releases that bring the change out. One query."""
    runs = TestRun.objects.filter(release__in=onward(change, INCLUDES)).select_related(
        "product_model", "release"
    )
    for run in runs.order_by("product_model_id", "-id").distinct("product_model_id"):
        has_passed = run.result == TestRun.Result.PASSED
        yield Tested(model=run.product_model, has_passed=has_passed, at=run.at, of=run.release)


def weigh_anew(release: Release) -> None:
    """A test came to be known: changes that were judged without it, and are still to be made, are weighed again."""
    for change in release.changes.order_by("pk"):
        if change.is_weighed_otherwise():
            advance(change, "weigh", by=system_user(), via="clock")


register_tests(runs_of)
