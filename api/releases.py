"""What a release has besides: its deployments, which a deployment tool notes; its fault share; its readiness."""

from typing import Any, cast

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from api.idempotency import once
from api.problems import PreconditionFailed
from api.schema import IF_MATCH
from people.models import Customer, User
from records.actions import advance
from records.models import Record
from releases.fault_share import counted, curve_of, seen
from releases.forms import MOST_CUSTOMERS, NOTED
from releases.halting import limit_of
from releases.models import Deployment, Release
from releases.readiness import as_read_by, cover_of, gaps_of

CODE = r"(?P<code>[^/]{1,60})"


class DeploymentSerializer(serializers.ModelSerializer[Deployment]):
    """One customer and what became of the release there."""

    customer = serializers.CharField(source="customer.code", read_only=True)
    name = serializers.CharField(source="customer.name", read_only=True)

    class Meta:
        model = Deployment
        fields = (
            "customer", "name", "is_pilot", "status", "deployed_at", "verified_at", "faulty_at", "reverted_at",
        )  # fmt: skip


class NoteSerializer(serializers.Serializer[Any]):
    """What happened, and when; without a time, now."""

    status = serializers.ChoiceField(choices=NOTED)
    at = serializers.DateTimeField(required=False, allow_null=True)


class NoteManySerializer(NoteSerializer):
    customers = serializers.ListField(
        child=serializers.CharField(max_length=60), min_length=1, max_length=MOST_CUSTOMERS
    )


class PointSerializer(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    deployed = serializers.IntegerField()
    reported = serializers.IntegerField()
    percent = serializers.FloatField()
    low = serializers.FloatField()
    high = serializers.FloatField()


class FaultShareSerializer(serializers.Serializer[Any]):
    """Percentages are of the pilot customers that have it; `low` and `high` end the 95 % interval."""

    deployed = serializers.IntegerField()
    reported = serializers.IntegerField()
    before = serializers.IntegerField()
    percent = serializers.IntegerField(allow_null=True)
    low = serializers.IntegerField()
    high = serializers.IntegerField()
    base_percent = serializers.IntegerField(allow_null=True)
    halts_at = serializers.IntegerField()
    customers = serializers.ListField(
        child=serializers.CharField(), help_text="Codes of those that reported."
    )
    curve = PointSerializer(many=True)


class GapSerializer(serializers.Serializer[Any]):
    sort = serializers.CharField()
    words = serializers.CharField()
    consequence = serializers.CharField()
    number = serializers.CharField(allow_blank=True)


class CoverSerializer(serializers.Serializer[Any]):
    model = serializers.SerializerMethodField()
    items = serializers.IntegerField()
    customers = serializers.SerializerMethodField()
    is_covered = serializers.BooleanField()

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_model(self, cover: Any) -> str | None:
        return str(cover.model) if cover.model else None

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_customers(self, cover: Any) -> list[str]:
        return [customer.code for customer in cover.customers]


class ReadinessSerializer(serializers.Serializer[Any]):
    gaps = GapSerializer(many=True)
    cover = CoverSerializer(many=True)


class ReleaseBelongings:
    """Mixed into the viewset of releases."""

    def is_idempotent(self, action_name: str | None) -> bool:
        return action_name == "deployments" or cast("Any", super()).is_idempotent(action_name)

    def _release(self) -> Release:
        found: Release = cast("Any", self).get_object()
        return found

    @extend_schema(
        methods=["GET"],
        responses=DeploymentSerializer(many=True),
        parameters=[OpenApiParameter("status", str, enum=Deployment.Status.values)],
    )
    @extend_schema(
        methods=["POST"], request=NoteManySerializer, responses={200: DeploymentSerializer(many=True)}
    )
    @action(detail=True, methods=["get", "post"])
    def deployments(self, request: Request, number: str) -> Response:
        """Who gets it and what became of it there; by POST, note the same for many customers: all or none."""
        release = self._release()
        if request.method == "POST":
            return once(request, lambda: self._note_many(request, release))
        rows = Deployment.objects.filter(release=release).select_related("customer")
        if status := request.query_params.get("status", ""):
            rows = rows.filter(status=status)
        return cast("Response", cast("Any", self)._paged(rows, DeploymentSerializer, ("id",)))

    def _note_many(self, request: Request, release: Release) -> Response:
        given = _valid(NoteManySerializer, request)
        known = Customer.objects.filter(deployments__release=release, code__in=given["customers"])
        customers = {customer.code: customer for customer in known}
        if missing := [code for code in given["customers"] if code not in customers]:
            told = _("It is not meant for these customers now: %(codes)s.")
            raise ValidationError({"customers": [told % {"codes": ", ".join(missing[:20])}]})
        self._note(release, list(customers.values()), given)
        rows = Deployment.objects.filter(release=release, customer__in=known).select_related("customer")
        return Response(DeploymentSerializer(rows.order_by("pk"), many=True).data)

    @extend_schema(methods=["GET"], responses=DeploymentSerializer)
    @extend_schema(
        methods=["PUT"], request=NoteSerializer, responses=DeploymentSerializer, parameters=[IF_MATCH]
    )
    @action(
        detail=True, methods=["get", "put"], url_path=f"deployments/{CODE}", url_name="deployment",
        pagination_class=None, filter_backends=[],
    )  # fmt: skip
    def deployment(self, request: Request, number: str, code: str) -> Response:
        """One customer's; by PUT, note what became of it. Sent twice it is noted once."""
        release = self._release()
        if request.method == "PUT":
            self._put(request, release, code)
        return _told(_deployment(release, code))

    def _put(self, request: Request, release: Release, code: str) -> None:
        found, given = _deployment(release, code), _valid(NoteSerializer, request)
        with transaction.atomic():
            Record.objects.select_for_update().only("pk").get(pk=release.pk)
            now = _deployment(release, code)
            _match(request, now)
            if now.status == given["status"]:
                cast("Any", self).caller.rights.require("release", "note_deployments")
                return
            self._note(release, [found.customer], given)

    def _note(self, release: Release, customers: list[Customer], given: dict[str, Any]) -> None:
        told = {"customers": customers, "status": given["status"], "at": given.get("at")}
        advance(release, "note_deployments", by=cast("Any", self).caller, via="rest", **told)

    @extend_schema(responses=FaultShareSerializer, filters=False)
    @action(detail=True, methods=["get"], url_path="fault-share", pagination_class=None)
    def fault_share(self, request: Request, number: str) -> Response:
        """How many of the pilot customers that have it reported a fault since, and how that grew."""
        release = self._release()
        rows: list[Any] = list(seen(release).select_related("customer").order_by("customer__code"))
        share = counted(rows)
        figures = ("deployed", "reported", "before", "percent", "low", "high", "base_percent")
        told = {name: getattr(share, name) for name in figures} | {"halts_at": limit_of(release)}
        told["customers"] = [row.customer.code for row in rows if row.fault_at is not None]
        told["curve"] = curve_of(rows)
        return Response(FaultShareSerializer(told).data)

    @extend_schema(responses=ReadinessSerializer, filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def readiness(self, request: Request, number: str) -> Response:
        """What speaks against starting the pilot, with what follows from it, and the cover by hardware model."""
        release = self._release()
        told = {"gaps": as_read_by(gaps_of(release), cast("User", request.user)), "cover": cover_of(release)}
        return Response(ReadinessSerializer(told).data)


def _valid(form: type[Any], request: Request) -> dict[str, Any]:
    given = form(data=request.data)
    given.is_valid(raise_exception=True)
    return cast("dict[str, Any]", given.validated_data)


def _deployment(release: Release, code: str) -> Deployment:
    rows = Deployment.objects.filter(release=release, customer__code=code).select_related("customer")
    found = rows.first()
    if found is None:
        raise Http404(code)
    return found


def _tag(deployment: Deployment) -> str:
    """Each noting changes the status, and the time of the same status when it comes back."""
    times = [deployment.deployed_at, deployment.verified_at, deployment.faulty_at, deployment.reverted_at]
    latest = max((at for at in times if at is not None), default=None)
    return f'"{deployment.status}-{latest.timestamp() if latest else 0:.6f}"'


def _told(deployment: Deployment) -> Response:
    return Response(DeploymentSerializer(deployment).data, headers={"ETag": _tag(deployment)})


def _match(request: Request, deployment: Deployment) -> None:
    wanted = request.headers.get("If-Match", "*").strip()
    if wanted == "*" or _tag(deployment) in [tag.strip().removeprefix("W/") for tag in wanted.split(",")]:
        return
    raise PreconditionFailed(_("Read the deployment again and decide."))
