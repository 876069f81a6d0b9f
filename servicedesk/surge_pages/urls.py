"""Addresses of what belongs to a surge. A surge as a record is at home at /records/<number>/ like every other."""

from django.urls import path

from servicedesk.surge_pages import views

urlpatterns = [
    path("surges/<slug:number>/calls/", views.calls, name="surge-calls"),
    path("surges/<slug:number>/incidents/", views.incidents, name="surge-incidents"),
]
