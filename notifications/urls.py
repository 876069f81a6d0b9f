"""Addresses of the bell, the ledger and the mailbox. `servicedesk.urls` takes them into its namespace `desk`."""

from django.urls import path

from notifications.views import ledger, mailbox, notices, settings, webhooks

urlpatterns = [
    path("notices/", notices.notices, name="notices"),
    path("notices/bell/", notices.bell, name="bell"),
    path("notices/read/", notices.read_all, name="read-notices"),
    path("notices/preference/", notices.prefer, name="notice-preference"),
    path("notices/<int:pk>/", notices.notice, name="notice"),
    path("notices/<int:pk>/acknowledge/", notices.acknowledge, name="acknowledge"),
    path("notices/ledger/", ledger.ledger, name="notices-ledger"),
    path("notices/ledger/<int:pk>/again/", ledger.send_again, name="send-again"),
    path("mailbox/", mailbox.mailbox, name="mailbox"),
    path("mailbox/<int:pk>/", mailbox.mail, name="mail"),
    path("mailbox/<int:pk>/files/<int:file>/", mailbox.file, name="mail-file"),
    path("settings/notices/rules/", settings.rules, name="notice-rules"),
    path("settings/notices/rules/new/", settings.rule, name="new-notice-rule"),
    path("settings/notices/rules/<int:pk>/", settings.rule, name="notice-rule"),
    path("settings/notices/templates/", settings.templates, name="notice-templates"),
    path("settings/notices/templates/new/", settings.template, name="new-notice-template"),
    path("settings/notices/templates/<int:pk>/", settings.template, name="notice-template"),
    path("settings/notices/templates/preview/", settings.preview_wording, name="preview-wording"),
    path("settings/notices/webhooks/", webhooks.webhooks, name="webhooks"),
    path("settings/notices/webhooks/new/", webhooks.webhook, name="new-webhook"),
    path("settings/notices/webhooks/<int:pk>/", webhooks.webhook, name="webhook"),
    path("settings/notices/webhooks/<int:pk>/try/", webhooks.try_webhook, name="try-webhook"),
    path("settings/notices/webhooks/<int:pk>/secret/", webhooks.renew_secret, name="renew-webhook-secret"),
]
