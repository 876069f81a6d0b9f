from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = _("Notices")

    def ready(self) -> None:
        # Each declares itself on import: the channels, and the box on every record page.
        from notifications import panels  # noqa: F401
        from notifications.channels import email, in_app, webhook  # noqa: F401
