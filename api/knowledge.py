"""Articles by REST: which may help with what is being told, and whether one did."""

from typing import Any, cast

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from advisories.finding import spoken
from api.idempotency import once
from api.search import FoundSerializer
from knowledge.finding import Found, Told, articles_for
from knowledge.models import Use
from knowledge.uses import use
from people.models import User
from records.models import Record

LONGEST = 4_000
MOST_KEY = 2**63 - 1


class ToldSerializer(serializers.Serializer[Any]):
    """What is known of the fault; or the number of a record that says it."""

    text = serializers.CharField(required=False, max_length=LONGEST)
    number = serializers.CharField(required=False, max_length=20)
    service = serializers.IntegerField(required=False, min_value=1, max_value=MOST_KEY)
    item = serializers.IntegerField(required=False, min_value=1, max_value=MOST_KEY)
    category = serializers.IntegerField(required=False, min_value=1, max_value=MOST_KEY)


class KnownArticleSerializer(serializers.Serializer[Any]):
    article = FoundSerializer()
    plain = serializers.CharField(source="article.plain", help_text="As it is said to a caller.")
    technical = serializers.CharField(source="article.technical")
    share = serializers.FloatField(help_text="Of what was told, 0 to 1.")
    same_words = serializers.ListField(child=serializers.CharField())
    times = serializers.IntegerField(source="worth.times", help_text="How often it was used.")
    helped = serializers.IntegerField(source="worth.helped", help_text="How often it helped.")


class KnownAdvisorySerializer(serializers.Serializer[Any]):
    """Its number is taken for `article` where its use is told."""

    advisory = FoundSerializer()
    plain = serializers.CharField(source="advisory.script", help_text="As it is said to a caller.")
    share = serializers.FloatField(help_text="Of what was told, 0 to 1.")
    same_words = serializers.ListField(child=serializers.CharField())
    times = serializers.IntegerField(source="worth.times", help_text="How often it was used.")
    helped = serializers.IntegerField(source="worth.helped", help_text="How often it helped.")


def shown(found: list[Found]) -> Any:
    return KnownArticleSerializer(found, many=True).data


class KnownArticles(APIView):
    """The published articles that fit best, best first; what helped before counts more."""

    @extend_schema(parameters=[ToldSerializer], responses=KnownArticleSerializer(many=True))
    def get(self, request: Request) -> Response:
        given = ToldSerializer(data=request.query_params)
        given.is_valid(raise_exception=True)
        user = cast("User", request.user)
        return Response(shown(articles_for(user, _told(user, given.validated_data))))


def _told(user: User, given: dict[str, Any]) -> Told:
    about = {f"{name}_id": given[name] for name in ("service", "item", "category") if name in given}
    text = given.get("text", "")
    if given.get("number"):
        record = _seen(user, given["number"])
        of_record = {f"{name}_id": getattr(record, f"{name}_id") for name in ("service", "item", "category")}
        about, text = of_record | about, f"{record.title}\n{record.description}\n{text}"
    return Told(text=text, **about)


class UseSerializer(serializers.Serializer[Any]):
    """Without a record: a call that was answered at once."""

    article = serializers.CharField(max_length=20, help_text="The number of an article or an advisory.")
    record = serializers.CharField(
        required=False, max_length=20, help_text="The number of what it was tried on."
    )
    has_helped = serializers.BooleanField()


class UsedSerializer(serializers.ModelSerializer[Use]):
    article = serializers.CharField(source="article.number")
    record = serializers.CharField(source="record.number", allow_null=True, default=None)
    by = serializers.CharField()

    class Meta:
        model = Use
        fields = ("article", "record", "by", "at", "has_helped")


class ArticleUses(APIView):
    """Say that an article was used, and whether it helped. Of one record the last word counts."""

    @extend_schema(request=UseSerializer, responses={201: UsedSerializer})
    def post(self, request: Request) -> Response:
        return once(request, lambda: self._use(request))

    def _use(self, request: Request) -> Response:
        given = UseSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        told, user = given.validated_data, cast("User", request.user)
        record = _seen(user, told["record"]) if told.get("record") else None
        if record is None:
            user.rights.require("call", "log")
        if (article := spoken(user, told["article"].upper())) is None:
            raise Http404
        made = use(article, by=user, has_helped=told["has_helped"], record=record, via="rest")
        return Response(UsedSerializer(made).data, status=201)


def _seen(user: User, number: str) -> Record:
    found = Record.objects.visible_to(user).filter(number=number.upper()).first()
    if found is None:
        raise Http404
    return found
