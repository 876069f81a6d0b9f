"""Addresses of the queues."""

from django.urls import path

from servicedesk.queues import bulk, export, gather, narrowing, promises, saved, views, work

urlpatterns = [
    path("my-work/", work.my_work, name="my-work"),
    path("my-work/promises/", promises.my_promises, name="my-promises"),
    path("queues/", views.queue, name="queues"),
    path("queues/filters/", narrowing.filters, name="queue-filters"),
    path("queues/columns/", narrowing.columns, name="queue-columns"),
    path("queues/export/", export.export, name="queue-export"),
    path("queues/views/save/", saved.save, name="save-view"),
    path("queues/views/<int:pk>/", saved.change, name="change-view"),
    path("queues/views/<int:pk>/remove/", saved.remove, name="remove-view"),
    path("queues/bulk/", bulk.offer_steps, name="bulk"),
    path("queues/gather/<slug:name>/", gather.gather_page, name="gather"),
    path("queues/bulk/<slug:kind>/<slug:step>/", bulk.bulk_step, name="bulk-step"),
    path("queues/bulk/<slug:kind>/<slug:step>/choices/<slug:field>/", bulk.choices),
    path("queues/<slug:plural>/", views.queue, name="queue"),
]
