from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdvisoriesConfig(AppConfig):
    name = "advisories"
    verbose_name = _("Advisories")

    def ready(self) -> None:
        # Declares how advisories stand in the chain, and who a mailing goes to.
        from advisories import links, recipients  # noqa: F401
