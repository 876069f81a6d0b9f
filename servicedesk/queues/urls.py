"""Addresses of the queues."""

from django.urls import path

from servicedesk.queues import views

urlpatterns = [
    path("queues/", views.queue, name="queues"),
    path("queues/<slug:plural>/", views.queue, name="queue"),
]
