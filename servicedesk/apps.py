from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ServiceDeskConfig(AppConfig):
    """The pages: board, call pad, queues, record page, search. Reads everything, owns no life."""

    name = "servicedesk"
    verbose_name = _("service desk")

    def ready(self) -> None:
        from servicedesk import board, defaults  # noqa: F401  (declares itself)
        from servicedesk.chain import panel  # noqa: F401
        from servicedesk.cmdb_pages import panels  # noqa: F401
        from servicedesk.figures_pages import panel as since_then  # noqa: F401

        # Figures, boxes and needs of the board declare themselves, each in a module of its own.
        for module in iter_modules(board.__path__):
            import_module(f"{board.__name__}.{module.name}")
