from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "itsm.settings")
application = get_wsgi_application()
# All addresses with their views before the first request: the threads that answer the first ones would else import
# them side by side, and one that meets a module half imported answers 500.
get_resolver().resolve_error_handler(500)
