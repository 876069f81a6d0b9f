from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EmergencyConfig(AppConfig):
    name = "emergency"
    verbose_name = _("Emergencies")

    def ready(self) -> None:
        # Declares the rules that a desk starts with.
        from emergency import surge_defaults  # noqa: F401
