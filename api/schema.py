"""What every operation may answer besides its success, told in the schema so that no status comes as a surprise."""

from typing import Any, Literal

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter

from api.idempotency import HEADER
from api.problems import MEDIA_TYPE, ProblemSerializer

Direction = Literal["request", "response"]
ALWAYS = (401, 403, 404, 406, 429, 503)
OF_WRITES = (400, 409, 412, 415, 422)
OF_READS = (400,)
IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description="The ETag you read; 412 where it has changed since.",
)


class Schema(AutoSchema):
    """Adds the refusals, and the header of creations."""

    def _get_response_bodies(self, direction: Direction = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        is_read = self.method in ("GET", "HEAD")
        for code in sorted({*ALWAYS, *(OF_READS if is_read else OF_WRITES)}):
            if str(code) not in bodies:
                bodies[str(code)] = self._get_response_for_code(
                    ProblemSerializer, str(code), [MEDIA_TYPE], direction
                )
        return bodies

    def get_override_parameters(self) -> list[Any]:
        found = list(super().get_override_parameters())
        view: Any = self.view
        if self.method == "POST" and hasattr(view, "is_idempotent") and view.is_idempotent(view.action):
            found.append(
                OpenApiParameter(
                    HEADER,
                    str,
                    OpenApiParameter.HEADER,
                    description="Sent again with the same key, it is answered again and not done again.",
                )
            )
        return found
