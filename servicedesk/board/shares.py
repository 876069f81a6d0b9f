"""A number as a share of a whole, and in words."""

from django.utils.translation import gettext as _


def share(count: int, whole: int) -> int | None:
    """Per cent, rounded; nothing where there is no whole."""
    return round(100 * count / whole) if whole else None


def of_words(count: int, whole: int | None) -> str:
    return _("%(count)s of %(all)s") % {"count": count, "all": whole} if whole else ""
