"""Addresses of what is planned together: calendar, agenda, figures, and the vote by a link."""

from django.urls import path

from servicedesk.change_pages import agenda, calendar, figures, suppliers, vote_by_link

urlpatterns = [
    path("changes/calendar/", calendar.change_calendar, name="change-calendar"),
    path("changes/agenda/", agenda.agenda, name="change-agenda"),
    path("changes/success/", figures.success, name="change-success"),
    path("vote/<str:token>/", vote_by_link.vote, name="vote-by-link"),
    path("suppliers/", suppliers.punctuality, name="supplier-punctuality"),
]
