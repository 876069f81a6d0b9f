"""What the pages themselves keep."""

from servicedesk.models.saved_views import SavedView

__all__ = ["SavedView"]
