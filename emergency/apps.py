from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EmergencyConfig(AppConfig):
    name = "emergency"
    verbose_name = _("Emergencies")

    def ready(self) -> None:
        # Declares the rules that a desk starts with, the clocks, the chain, and who is told.
        from emergency import links, recipients, sample, surge_defaults, timing  # noqa: F401
