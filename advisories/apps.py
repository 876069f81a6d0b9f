from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdvisoriesConfig(AppConfig):
    name = "advisories"
    verbose_name = _("Advisories")

    def ready(self) -> None:
        # Each declares itself: a way to link, who a mailing goes to, the box beside what an advisory may answer.
        from advisories import links, recipients, suggested_panel  # noqa: F401
