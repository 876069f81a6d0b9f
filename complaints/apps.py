from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplaintsConfig(AppConfig):
    name = "complaints"
    verbose_name = _("Complaints")

    def ready(self) -> None:
        # Declares how complaints stand in the chain, and who is told of them.
        from complaints import links, recipients  # noqa: F401
