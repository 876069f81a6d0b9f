from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CallsConfig(AppConfig):
    name = "calls"
    verbose_name = _("Calls")

    def ready(self) -> None:
        # Declares the callers of a record as people who may be told of it, and the box of calls beside every record.
        from calls import callers, panels  # noqa: F401
