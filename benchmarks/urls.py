"""The product's addresses, and beside them the bare limit of each."""

from __future__ import annotations

from django.urls import include, path

from itsm.urls import handler400, handler403, handler404, handler500
from itsm.urls import urlpatterns as product

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [path("bare/", include("benchmarks.bare.urls")), *product]
