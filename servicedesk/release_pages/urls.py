"""Addresses of releases. A release as a record is at home at /records/<number>/ like every other."""

from django.urls import path

from servicedesk.release_pages import comparing, noting, page

urlpatterns = [
    path("releases/", comparing.releases, name="releases"),
    path("releases/<slug:number>/", page.release_page, name="release"),
    path("releases/<slug:number>/deployments/", noting.note_deployments, name="note-deployments"),
]
