from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HandoversConfig(AppConfig):
    name = "handovers"
    verbose_name = _("Shift hand-over")

    def ready(self) -> None:
        # Declares the rules that a desk starts with.
        from handovers import defaults  # noqa: F401
