from typing import ClassVar

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cmdb.models import ProductModel
from people.models import User


class Build(models.Model):
    """Something that was built for a release and can be tested or deployed. Written once."""

    release = models.ForeignKey(
        "releases.Release", models.PROTECT, related_name="builds", verbose_name=_("release"), db_index=False
    )
    name = models.CharField(_("build"), max_length=100)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"), db_index=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        verbose_name = _("build")
        verbose_name_plural = _("builds")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["release", "name"], name="one_build_per_name")
        ]

    def __str__(self) -> str:
        return self.name


class TestRun(models.Model):
    """A test of a build on one hardware model. The last run on a model says whether that model is covered."""

    __test__ = False  # its name looks like a test class to pytest

    class Result(models.TextChoices):
        PASSED = "passed", _("passed")
        FAILED = "failed", pgettext_lazy("a test", "failed")

    release = models.ForeignKey(
        "releases.Release",
        models.PROTECT,
        related_name="test_runs",
        verbose_name=_("release"),
        db_index=False,
    )
    build = models.ForeignKey(
        Build, models.PROTECT, null=True, blank=True, related_name="test_runs", verbose_name=_("build")
    )
    product_model = models.ForeignKey(
        ProductModel, models.PROTECT, related_name="test_runs", verbose_name=_("hardware model")
    )
    result = models.CharField(_("result"), max_length=6, choices=Result.choices)
    note = models.TextField(_("what was tested"), blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"), db_index=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        verbose_name = _("test run")
        verbose_name_plural = _("test runs")
        indexes: ClassVar[list[models.Index]] = [
            models.Index("release", "product_model", F("id").desc(), name="testrun_latest")
        ]

    def __str__(self) -> str:
        return f"{self.product_model_id} {self.result}"
