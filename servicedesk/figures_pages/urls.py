"""Addresses of what the records say when they are counted."""

from django.urls import path

from servicedesk.figures_pages import aftermath

urlpatterns = [
    path("figures/after-a-change/", aftermath.overview, name="after-a-change"),
    path("figures/after-a-change/incidents/", aftermath.incidents, name="after-a-change-incidents"),
]
