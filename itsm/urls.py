from __future__ import annotations

import importlib.util

from django.urls import URLPattern, URLResolver, include, path

from itsm.health import healthz, readyz


def _present(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    *[
        path(prefix, include(module))
        for prefix, module in [
            ("", "people.urls"),
            ("", "records.urls"),
            ("", "calls.urls"),
            ("", "incidents.urls"),
            ("", "servicedesk.urls"),
            ("api/", "api.urls"),
        ]
        if _present(module)
    ],
]

handler400 = "servicedesk.errors.bad_request"
handler403 = "servicedesk.errors.forbidden"
handler404 = "servicedesk.errors.not_found"
handler500 = "servicedesk.errors.server_error"
