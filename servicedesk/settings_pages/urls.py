"""Addresses of the settings."""

from django.urls import path

from servicedesk.settings_pages.views import hints, lists, matrix, removing, rows

urlpatterns = [
    path("settings/", lists.home, name="settings"),
    path("settings/changes/", lists.changes, name="settings-changes"),
    path("settings/priority-matrix/", matrix.matrix, name="settings-matrix"),
    path("settings/hints/", hints.hints, name="settings-hints"),
    path("settings/<slug:table>/", lists.table, name="settings-table"),
    path("settings/<slug:table>/new/", rows.new, name="settings-new"),
    path("settings/<slug:table>/<int:pk>/", rows.row, name="settings-row"),
    path("settings/<slug:table>/<int:pk>/remove/", removing.remove, name="settings-remove"),
    path("settings/<slug:table>/<int:pk>/switch/", removing.switch, name="settings-switch"),
]
