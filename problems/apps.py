from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProblemsConfig(AppConfig):
    name = "problems"
    verbose_name = _("Problems")

    def ready(self) -> None:
        # Declares who works on a problem's incidents as people who may be told of it, and the box of similar faults.
        from problems import recipients, similar_panel  # noqa: F401
