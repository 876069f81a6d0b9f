"""Addresses of the bell, the ledger and the mailbox. `servicedesk.urls` takes them into its namespace `desk`."""

from django.urls import path

from notifications.views import ledger, mailbox, notices

urlpatterns = [
    path("notices/", notices.notices, name="notices"),
    path("notices/bell/", notices.bell, name="bell"),
    path("notices/read/", notices.read_all, name="read-notices"),
    path("notices/preference/", notices.prefer, name="notice-preference"),
    path("notices/<int:pk>/", notices.notice, name="notice"),
    path("notices/<int:pk>/acknowledge/", notices.acknowledge, name="acknowledge"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/<int:pk>/again/", ledger.send_again, name="send-again"),
    path("mailbox/", mailbox.mailbox, name="mailbox"),
    path("mailbox/<int:pk>/", mailbox.mail, name="mail"),
]
