"""Addresses of the search."""

from django.urls import path

from servicedesk.search import views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/palette/", views.palette, name="palette"),
]
