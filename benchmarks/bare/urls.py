from __future__ import annotations

from django.urls import path

from benchmarks.bare.views import creation, reading

urlpatterns = [path("reading", reading), path("creation", creation)]
