from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChangesConfig(AppConfig):
    name = "changes"
    verbose_name = _("Changes")

    def ready(self) -> None:
        # Declares the board and those who wait for a part as people who may be told.
        from changes import recipients  # noqa: F401
