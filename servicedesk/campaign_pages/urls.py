"""Addresses of campaigns: all of them, writing one, reading one, its runner, its answers as a file."""

from django.urls import path

from servicedesk.campaign_pages import advising, choosing, export, overview, page, runner, writing

urlpatterns = [
    path("advisories/<slug:number>/calls/", advising.plan, name="plan-calls"),
    path("campaigns/", overview.campaigns, name="campaigns"),
    path("campaigns/new/", writing.new, name="campaign-new"),
    path("campaigns/new/audience/", choosing.audience, name="campaign-audience"),
    path("campaigns/<slug:number>/", page.campaign_page, name="campaign"),
    path("campaigns/<slug:number>/write/", writing.write, name="campaign-write"),
    path("campaigns/<slug:number>/answers.<slug:form>", export.export, name="campaign-export"),
    path("campaigns/<slug:number>/run/", runner.run, name="campaign-run"),
    path("campaigns/<slug:number>/run/next/", runner.take, name="campaign-next"),
    path("campaigns/<slug:number>/run/<int:task>/", runner.note, name="campaign-outcome"),
    path("campaigns/<slug:number>/run/<int:task>/answers/", runner.keep, name="campaign-answers"),
    path("campaigns/<slug:number>/run/<int:task>/leave/", runner.leave, name="campaign-leave"),
]
