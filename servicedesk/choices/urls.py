"""Addresses of the search-selects."""

from django.urls import path

from servicedesk.choices import views

urlpatterns = [path("choices/<slug:source>/", views.choices, name="choices")]
