from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RosterConfig(AppConfig):
    name = "roster"
    verbose_name = _("Roster")

    def ready(self) -> None:
        # Declares the first rows and whoever fills a post as somebody who may be told.
        from roster import defaults, news  # noqa: F401
