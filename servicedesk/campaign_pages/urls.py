"""Addresses of campaigns: all of them, one, its questions, its runner, its answers as a file."""

from django.urls import path

from servicedesk.campaign_pages import advising, export, overview, page, questions, runner

urlpatterns = [
    path("advisories/<slug:number>/calls/", advising.plan, name="plan-calls"),
    path("campaigns/", overview.campaigns, name="campaigns"),
    path("campaigns/<slug:number>/", page.campaign_page, name="campaign"),
    path("campaigns/<slug:number>/questions/", questions.questions, name="campaign-questions"),
    path("campaigns/<slug:number>/answers.<slug:form>", export.export, name="campaign-export"),
    path("campaigns/<slug:number>/run/", runner.run, name="campaign-run"),
    path("campaigns/<slug:number>/run/next/", runner.take, name="campaign-next"),
    path("campaigns/<slug:number>/run/<int:task>/", runner.note, name="campaign-outcome"),
    path("campaigns/<slug:number>/run/<int:task>/answers/", runner.keep, name="campaign-answers"),
    path("campaigns/<slug:number>/run/<int:task>/leave/", runner.leave, name="campaign-leave"),
]
