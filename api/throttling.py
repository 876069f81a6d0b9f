"""Rate limits: for reads only. A call or an incident is never refused for load."""

import logging
from typing import TYPE_CHECKING, Any

import redis
from django.conf import settings
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.throttling import UserRateThrottle

from people.models import ApiToken

if TYPE_CHECKING:
    from rest_framework.views import APIView

logger = logging.getLogger(__name__)


class ReadsPerMinute(UserRateThrottle):
    """So many reads a minute and token. Without Redis nobody is counted, and nobody refused."""

    scope = "reads"

    def get_rate(self) -> str:
        return str(settings.REST_READS)

    def allow_request(self, request: Request, view: "APIView") -> bool:
        if request.method not in SAFE_METHODS:
            return True
        try:
            return super().allow_request(request, view)
        except redis.RedisError:
            logger.warning("Reads are not counted: Redis is out of reach.")
            return True

    def get_cache_key(self, request: Request, view: "APIView") -> Any:
        if isinstance(request.auth, ApiToken):
            who = f"token-{request.auth.pk}"
        else:
            who = f"user-{request.user.pk}" if request.user else self.get_ident(request)
        return self.cache_format % {"scope": self.scope, "ident": who}
