from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from itsm.health import healthz, readyz
from itsm.health_page import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("health/", health, name="health"),
    path("api/", include("api.urls")),
    path("", include("people.urls")),
    path("", include("servicedesk.urls")),
]

handler400 = "servicedesk.errors.bad_request"
handler403 = "servicedesk.errors.forbidden"
handler404 = "servicedesk.errors.not_found"
handler500 = "servicedesk.errors.server_error"
