"""/api/v1/: one resource per kind, and what records point at. Told at /api/v1/schema/, to be read at /api/v1/docs/."""

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import SimpleRouter

from api.advisories import AdvisoryBelongings
from api.aftermath import AfterAChange, FoundIncidents
from api.callers import Callers
from api.calls import CallViewSet
from api.campaigns import CampaignBelongings
from api.desk import Board
from api.desk import Hints as CallHints
from api.directory import DIRECTORY
from api.edited_views import viewset_of
from api.emergencies import EmergencyBelongings, PlanViewSet
from api.gathering import Gather
from api.grading import Hints, Matrix
from api.hand_over_books import BookViewSet
from api.items import ItemViewSet
from api.knowledge import ArticleUses, KnownArticles
from api.me import Me, NoticeViewSet
from api.nearest import Nearest
from api.overviews import FollowUpViewSet, HandOverViewSet, ToldViewSet
from api.records import viewset_for
from api.reference import VIEWSETS
from api.relations import RelationViewSet
from api.releases import ReleaseBelongings
from api.roles import RoleViewSet
from api.root import Nothing, Root, docs
from api.roster import Duty, Gaps, LeaveViewSet, ShiftViewSet, SwapViewSet
from api.saved_views import SavedViewViewSet
from api.search import Search
from api.settings_tables import settings_tables
from api.similar import SimilarFaults
from records.kinds import kinds

# What a kind has besides what all have.
BESIDES: dict[str, tuple[type, ...]] = {
    "advisory": (AdvisoryBelongings,),
    "campaign": (CampaignBelongings,),
    "release": (ReleaseBelongings,),
    "emergency": (EmergencyBelongings,),
}

router = SimpleRouter()
for kind in kinds():
    router.register(kind.plural, viewset_for(kind, *BESIDES.get(kind.name, ())), basename=kind.name)
router.register("calls", CallViewSet, basename="call")
router.register("notices", NoticeViewSet, basename="notice")
router.register("items", ItemViewSet, basename="items")
router.register("relations", RelationViewSet, basename="relation")
for plural, viewset in VIEWSETS.items():
    router.register(plural, viewset, basename=plural)
for plural, edited in DIRECTORY.items():
    router.register(plural, viewset_of(edited), basename=plural)
router.register("follow-ups", FollowUpViewSet, basename="follow-up")
router.register("hand-overs", HandOverViewSet, basename="hand-over")
router.register("hand-over-books", BookViewSet, basename="hand-over-book")
router.register("after-a-change/incidents", FoundIncidents, basename="after-a-change-incidents")
router.register("ledger", ToldViewSet, basename="told")
router.register("views", SavedViewViewSet, basename="view")
router.register("shifts", ShiftViewSet, basename="shift")
router.register("leave", LeaveViewSet, basename="leave")
router.register("swaps", SwapViewSet, basename="swap")
router.register("emergency-plans", PlanViewSet, basename="emergency-plan")
router.register("roles", RoleViewSet, basename="role")
for name, edited in settings_tables().items():
    router.register(f"settings/{name}", viewset_of(edited), basename=f"settings-{name}")

SINGLE = [
    path("me/", Me.as_view(), name="me"),
    path("board/", Board.as_view(), name="board"),
    path("hints/", CallHints.as_view(), name="hints"),
    path("callers/", Callers.as_view(), name="callers"),
    path("search/", Search.as_view(), name="search"),
    path("similar-faults/", SimilarFaults.as_view(), name="similar-faults"),
    path("known-articles/", KnownArticles.as_view(), name="known-articles"),
    path("after-a-change/", AfterAChange.as_view(), name="after-a-change"),
    path("duty/", Duty.as_view(), name="duty"),
    path("roster-gaps/", Gaps.as_view(), name="roster-gaps"),
    path("nearest-engineer/", Nearest.as_view(), name="nearest-engineer"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", docs, name="docs"),
    path("settings/priority-matrix/", Matrix.as_view(), name="settings-priority-matrix"),
    path("settings/hints/", Hints.as_view(), name="settings-hints"),
]
# By POST alone: nothing to look at, so the root does not lead there.
ACTS = [
    path("article-uses/", ArticleUses.as_view(), name="article-uses"),
    path("gatherings/<slug:name>/", Gather.as_view(), name="gather"),
]
Root.resources = {str(one.name): str(one.name) for one in SINGLE} | {
    plural: f"{basename}-list" for plural, _viewset, basename in router.registry
}

app_name = "api"

urlpatterns = [
    path("v1/", include([path("", Root.as_view(), name="root"), *SINGLE, *ACTS, *router.urls])),
    re_path("", Nothing.as_view()),
]
