"""Address of the list of follow-ups."""

from django.urls import path

from servicedesk.follow_up_pages import listing

urlpatterns = [path("follow-ups/", listing.follow_ups, name="follow-ups")]
