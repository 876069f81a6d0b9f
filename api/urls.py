"""/api/v1/: one resource per kind, and what records point at. Told at /api/v1/schema/, to be read at /api/v1/docs/."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import SimpleRouter

from api.calls import CallViewSet
from api.me import Me, NoticeViewSet
from api.records import viewset_for
from api.reference import VIEWSETS
from api.search import Search
from records.kinds import kinds

router = SimpleRouter()
for kind in kinds():
    router.register(kind.plural, viewset_for(kind), basename=kind.name)
router.register("calls", CallViewSet, basename="call")
router.register("notices", NoticeViewSet, basename="notice")
for plural, viewset in VIEWSETS.items():
    router.register(plural, viewset, basename=plural)

app_name = "api"

urlpatterns = [
    path(
        "v1/",
        include(
            [
                path("me/", Me.as_view(), name="me"),
                path("search/", Search.as_view(), name="search"),
                path("schema/", SpectacularAPIView.as_view(), name="schema"),
                path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api:schema"), name="docs"),
                *router.urls,
            ]
        ),
    )
]
