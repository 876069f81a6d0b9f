"""Addresses of items and services."""

from django.urls import path

from servicedesk.cmdb_pages import (
    editing,
    export,
    impact,
    importing,
    items,
    listing,
    reporting,
    services,
    since,
    truth,
)

ITEM = "items/<int:pk>/"

urlpatterns = [
    path("items/", listing.items, name="items"),
    path("items/new/", editing.new_item, name="new-item"),
    path("items/export/", export.export, name="export-items"),
    path("items/import/", importing.new_import, name="new-item-import"),
    path("items/relations/import/", importing.new_relations, name="new-relations-import"),
    path("items/relations/export/", export.export_relations, name="export-relations"),
    path("items/imports/<int:pk>/", importing.item_import, name="item-import"),
    path("items/imports/<int:pk>/discard/", importing.discard_import, name="discard-item-import"),
    path("items/truth/", truth.truth, name="item-truth"),
    path("items/since/", since.since, name="items-since"),
    path("items/baselines/new/", since.new_baseline, name="new-baseline"),
    path(ITEM, items.item_page, name="item"),
    path(f"{ITEM}edit/", editing.edit_item, name="edit-item"),
    path(f"{ITEM}verify/", editing.verify, name="verify-item"),
    path(f"{ITEM}impact/", impact.impact_page, name="item-impact"),
    path(f"{ITEM}discrepancies/new/", reporting.report, name="report-discrepancy"),
    path(f"{ITEM}relate/", editing.add_relation, name="relate-item"),
    path(f"{ITEM}relations/<int:relation>/remove/", editing.remove_relation, name="unrelate-item"),
    path("services/", services.services, name="services"),
    path("services/<int:pk>/", services.service, name="service"),
]
