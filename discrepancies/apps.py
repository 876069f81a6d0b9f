from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiscrepanciesConfig(AppConfig):
    name = "discrepancies"
    verbose_name = _("Discrepancies")
