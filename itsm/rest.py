"""How Django REST framework and the OpenAPI description of our REST are set."""

from __future__ import annotations

from typing import Any

from itsm import places

FRAMEWORK: dict[str, Any] = {
    "DEFAULT_SCHEMA_CLASS": "api.schema.Schema",
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_THROTTLE_CLASSES": ["api.throttling.ReadsPerMinute"],
    "DEFAULT_PAGINATION_CLASS": "api.pagination.ByCursor",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "EXCEPTION_HANDLER": "api.problems.handle",
    "UNAUTHENTICATED_USER": None,
}


def schema_settings(*, title: str) -> dict[str, Any]:
    return {
        "TITLE": title,
        "VERSION": "1",
        "DESCRIPTION": (places.BASE / "api" / "guide.md").read_text(encoding="utf-8"),
        "OAS_VERSION": "3.1.1",
        "SERVE_INCLUDE_SCHEMA": False,
        "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
        "ENUM_NAME_OVERRIDES": {
            "LevelEnum": "records.models.reference.Level.choices",
            # Fields that two kinds call by one name, each with choices of its own.
            "ArticleSortEnum": "knowledge.models.Article.Sort",
            "ChangeSortEnum": "changes.models.change.Change.Sort",
            "DeploymentNoteEnum": "releases.forms.NOTED",
            "DiscrepancyOriginEnum": "discrepancies.models.Discrepancy.Origin",
            "ProblemOriginEnum": "problems.models.Problem.Origin",
            "LeaveSortEnum": "roster.models.Leave.Sort",
            "SwapOutcomeEnum": "roster.models.Swap.Outcome",
            "VisitOutcomeEnum": "visits.forms.OUTCOMES",
        },
    }
