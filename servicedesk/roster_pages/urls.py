"""Addresses of the roster."""

from django.urls import path

from servicedesk.roster_pages import editing, fairness, feeds, views

urlpatterns = [
    path("roster/", views.roster, name="roster"),
    path("roster/duty/", views.duty, name="roster-duty"),
    path("roster/fairness/", fairness.fairness, name="roster-fairness"),
    path("roster/shifts/new/", editing.new_shift, name="new-shift"),
    path("roster/shifts/<int:pk>/", editing.shift, name="shift"),
    path("roster/shifts/<int:pk>/remove/", editing.remove_shift, name="remove-shift"),
    path("roster/shifts/<int:pk>/swap/", editing.swap, name="swap-shift"),
    path("roster/shifts/<int:pk>/take-over/", editing.take_over, name="take-over-shift"),
    path("roster/rotation/", editing.rotation, name="rotation"),
    path("roster/leave/new/", editing.new_leave, name="new-leave"),
    path("roster/leave/<int:pk>/remove/", editing.remove_leave, name="remove-leave"),
    path("roster/swaps/<int:pk>/<slug:word>/", editing.settle_swap, name="settle-swap"),
    path("roster/calendar/", feeds.feeds, name="roster-feeds"),
    path("roster/calendar/<int:pk>/revoke/", feeds.revoke_feed, name="revoke-feed"),
    path("roster/feed/<str:secret>.ics", feeds.feed, name="roster-feed"),
]
