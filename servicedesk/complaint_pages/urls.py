"""The page of whoever answers for complaints."""

from django.urls import path

from servicedesk.complaint_pages import views

urlpatterns = [path("complaints/", views.complaints, name="complaints")]
