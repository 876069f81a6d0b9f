"""Addresses of the call pad."""

from django.urls import path

from servicedesk.call_pad import going_on, parts, views

urlpatterns = [
    path("calls/new/", views.pad, name="call-pad"),
    path("calls/new/", views.pad, name="log-call"),
    path("calls/new/callers/", parts.callers, name="call-pad-callers"),
    path("calls/new/caller/", parts.caller, name="call-pad-caller"),
    path("calls/new/hints/", parts.hint, name="call-pad-hints"),
    path("calls/new/now/", going_on.now, name="call-pad-now"),
    path("calls/new/grading/", parts.grading, name="call-pad-grading"),
    path("calls/new/articles/<slug:number>/", parts.article, name="call-pad-article"),
    path("calls/new/cause/", parts.cause, name="call-pad-cause"),
    path("calls/new/began/", parts.began, name="call-pad-began"),
]
