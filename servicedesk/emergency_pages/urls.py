"""Addresses of the emergency room, and of the plans that lead there."""

from django.urls import path

from servicedesk.emergency_pages import lists, overview, papers, plans, room, writing

urlpatterns = [
    path("emergencies/", overview.emergencies, name="emergencies"),
    path("emergencies/<slug:number>/", room.room, name="emergency-room"),
    path("emergencies/<slug:number>/incidents/", lists.incidents, name="emergency-incidents"),
    path("emergencies/<slug:number>/calls/", lists.calls, name="emergency-calls"),
    path("emergencies/<slug:number>/similar/", room.similar, name="emergency-similar"),
    path("emergencies/<slug:number>/report.pdf", papers.report, name="emergency-report"),
    path("emergency-plans/", plans.plans, name="emergency-plans"),
    path("emergency-plans/new/", writing.new_plan, name="new-emergency-plan"),
    path("emergency-plans/<int:pk>/", plans.plan, name="emergency-plan"),
    path("emergency-plans/<int:pk>/write/", writing.write, name="write-emergency-plan"),
    path("emergency-plans/<int:pk>/change/", writing.change, name="change-emergency-plan"),
    path("emergency-plans/<int:pk>/sign/", plans.sign, name="sign-emergency-plan"),
    path("emergency-plans/<int:pk>/drop/", plans.drop, name="drop-emergency-plan-draft"),
    path("emergency-plans/<int:pk>/drill/", plans.drill, name="drill-emergency-plan"),
    path("emergency-plans/<int:pk>/<int:number>.pdf", papers.version, name="emergency-plan-paper"),
]
