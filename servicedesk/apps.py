from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ServiceDeskConfig(AppConfig):
    """The pages: board, call pad, queues, record page, search. Reads everything, owns no life."""

    name = "servicedesk"
    verbose_name = _("service desk")

    def ready(self) -> None:
        from servicedesk.chain import panel  # noqa: F401  (declares itself)
        from servicedesk.cmdb_pages import panels  # noqa: F401
        from servicedesk.figures_pages import panel as since_then  # noqa: F401
