from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChangesConfig(AppConfig):
    name = "changes"
    verbose_name = _("Changes")

    def ready(self) -> None:
        # Declares the board and those who wait for a part as people who may be told, the link to vote by, and a change
        # as a cause of incidents.
        from changes import causes, recipients, vote_links  # noqa: F401
