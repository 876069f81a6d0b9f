from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KnowledgeConfig(AppConfig):
    name = "knowledge"
    verbose_name = _("Knowledge")

    def ready(self) -> None:
        # Each declares itself on import: a way to link, the words of the journal, the box beside what it may solve.
        from knowledge import links, suggested_panel, uses  # noqa: F401
