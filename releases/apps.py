from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReleasesConfig(AppConfig):
    name = "releases"
    verbose_name = _("Releases")

    def ready(self) -> None:
        # Declares a release as a cause of incidents, and what tests say of the changes that were tested.
        from releases import causes, testing_changes  # noqa: F401
