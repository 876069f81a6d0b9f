"""Addresses of one record. A record of any kind is at home at /records/<number>/."""

from django.urls import path

from servicedesk.chain import views as chain
from servicedesk.records_pages import (
    attachments,
    company,
    follow_ups,
    found,
    page,
    registering,
    remarks,
    revising,
    steps,
)

RECORD = "records/<slug:number>/"

urlpatterns = [
    path("records/new/<slug:kind>/", registering.register_page, name="register"),
    path("records/new/<slug:kind>/choices/<slug:field>/", found.for_registration),
    path(RECORD, page.record_page, name="record"),
    path(f"{RECORD}parts/<slug:part>/", page.record_part, name="record-part"),
    path(f"{RECORD}clocks/<int:pk>/", page.clock_reason, name="clock-reason"),
    path(f"{RECORD}steps/<slug:step>/", steps.step, name="step"),
    path(f"{RECORD}steps/<slug:step>/choices/<slug:field>/", found.for_step),
    path(f"{RECORD}revise/", revising.revise_page, name="revise"),
    path(f"{RECORD}revise/choices/<slug:field>/", found.for_revision),
    path(f"{RECORD}remark/", remarks.add_remark, name="remark"),
    path(f"{RECORD}follow-ups/ask/", follow_ups.ask, name="ask"),
    path(f"{RECORD}follow-ups/ask/choices/<slug:field>/", found.for_follow_up),
    path(f"{RECORD}follow-ups/<int:pk>/answer/", follow_ups.answer, name="answer"),
    path(f"{RECORD}follow-ups/<int:pk>/withdraw/", follow_ups.withdraw, name="withdraw"),
    path(f"{RECORD}files/", attachments.add_files, name="add-files"),
    path(f"{RECORD}files/<uuid:key>/", attachments.attachment, name="attachment"),
    path(f"{RECORD}chain/", chain.chain, name="chain"),
    path(f"{RECORD}here/", company.here, name="here"),
    path(f"{RECORD}watch/", company.watch, name="watch"),
]
