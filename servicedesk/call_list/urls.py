"""Address of the calls."""

from django.urls import path

from servicedesk.call_list import views

urlpatterns = [path("calls/", views.calls, name="calls")]
