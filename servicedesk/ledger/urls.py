"""Addresses of the ownership ledger. That of notices stands beside it, in `notifications.urls`."""

from django.urls import path

from servicedesk.ledger import views

urlpatterns = [
    path("ledger/", views.ledger, name="ledger"),
    path("ledger/hand-overs/", views.hand_over_list, name="hand-overs"),
]
