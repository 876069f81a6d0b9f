from __future__ import annotations

from django.apps import AppConfig


class InstallationConfig(AppConfig):
    name = "itsm"

    def ready(self) -> None:
        # `shared_task` sends through the current Celery app, so it must exist in the web process too.
        import itsm.celery  # noqa: F401
        from demo.clock import clock

        clock.follow()
