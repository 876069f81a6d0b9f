"""Addresses of the engineer's phone page."""

from django.urls import path

from servicedesk.visit_pages import offline, sending, views

urlpatterns = [
    path("my-visits/", views.my_visits, name="my-visits"),
    path("my-visits/worker.js", offline.worker, name="visits-worker"),
    path("my-visits/<slug:number>/", views.my_visit, name="my-visit"),
    path("my-visits/<slug:number>/photo/", sending.photo, name="visit-photo"),
    path("my-visits/<slug:number>/<slug:step>/", sending.send, name="visit-step"),
]
