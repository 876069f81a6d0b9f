"""/api/v1/: one resource per kind, and what records point at. Told at /api/v1/schema/, to be read at /api/v1/docs/."""

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import SimpleRouter

from api.calls import CallViewSet
from api.me import Me, NoticeViewSet
from api.records import viewset_for
from api.reference import VIEWSETS
from api.root import Nothing, Root, docs
from api.search import Search
from api.similar import SimilarFaults
from records.kinds import kinds

router = SimpleRouter()
for kind in kinds():
    router.register(kind.plural, viewset_for(kind), basename=kind.name)
router.register("calls", CallViewSet, basename="call")
router.register("notices", NoticeViewSet, basename="notice")
for plural, viewset in VIEWSETS.items():
    router.register(plural, viewset, basename=plural)

SINGLE = [
    path("me/", Me.as_view(), name="me"),
    path("search/", Search.as_view(), name="search"),
    path("similar-faults/", SimilarFaults.as_view(), name="similar-faults"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", docs, name="docs"),
]
Root.resources = {str(one.name): str(one.name) for one in SINGLE} | {
    plural: f"{basename}-list" for plural, _viewset, basename in router.registry
}

app_name = "api"

urlpatterns = [
    path("v1/", include([path("", Root.as_view(), name="root"), *SINGLE, *router.urls])),
    re_path("", Nothing.as_view()),
]
