"""Addresses of the reports."""

from django.urls import path

from servicedesk.reports import subscribing, views

urlpatterns = [
    path("reports/", views.reports, name="reports"),
    path("reports/mails/", subscribing.mails, name="report-mails"),
    path("reports/<slug:name>/", views.report, name="report"),
]
