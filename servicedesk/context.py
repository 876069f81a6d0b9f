"""What every page knows: the product's name, the reader's theme, the languages, and the words its scripts need."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from servicedesk.spans import span_phrases

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "theme"
# Fetched at once, rather than floor by floor as one imports another.
SCRIPTS = Path(__file__).parent / "static" / "desk" / "js"
MODULES = sorted(path.name for path in SCRIPTS.glob("*.js") if path.name != "live-worker.js")


def product_name() -> str:
    return str(getattr(settings, "ITSM_NAME", "Orderly"))


def desk(request: HttpRequest) -> dict[str, Any]:
    """Context processor."""
    return {
        "product_name": product_name(),
        "theme": theme_of(request),
        "rail": "folded" if request.COOKIES.get("rail") == "folded" else "",
        "script_modules": MODULES,
        "time_zone": settings.TIME_ZONE,
        "languages": [(code, NATIVE_NAMES.get(code, name)) for code, name in settings.LANGUAGES],
        # Called by the template, so that a fragment, which needs neither, does not pay for them.
        "script_words": script_words,
        "may_log_calls": lambda: may_log_calls(request),
        "script_settings": lambda: script_settings(request),
    }


# A language is offered in its own words: its reader may not read any other.
NATIVE_NAMES = {"en": "English", "zh-hans": "简体中文", "zh-hant": "繁體中文"}


def theme_of(request: HttpRequest) -> str:
    """The person's own choice; before sign-in, the browser's."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        chosen = user.theme
    else:
        chosen = request.COOKIES.get(THEME_COOKIE, "auto")
    return chosen if chosen in THEMES else "auto"


def may_log_calls(request: HttpRequest) -> bool:
    """Whether the button that logs a call leads this person anywhere."""
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated and user.rights.may("call", "log")


def script_settings(request: HttpRequest) -> dict[str, Any]:
    """Addresses that the scripts call. A page that is not installed is simply not called."""
    user = getattr(request, "user", None)
    sign_in = {"sign_in": str(settings.LOGIN_URL), "phone_pages": address("desk:my-visits")}
    if user is None or not user.is_authenticated:
        return sign_in
    return sign_in | {
        "stream": address("desk:live"),
        "palette": address("desk:palette"),
        "user_topic": f"user:{user.pk}",
    }


def address(view: str) -> str:
    try:
        return reverse(view)
    except NoReverseMatch:
        return ""


def script_words() -> dict[str, Any]:
    return {
        "spans": span_phrases(),
        "live": _("Live"),
        "not_live": _("Not live"),
        "reconnecting_short": _("Reconnecting"),
        "reconnecting": _(
            "The live channel is interrupted; this page looks for news every 15 seconds meanwhile."
        ),
        "no_answer": _("The server did not answer. What you typed is kept; try again in a moment."),
        "server_error": _("Something went wrong on the server. Nothing was changed; what you typed is kept."),
        "signed_out": _("You have been signed out. What you typed is kept; sign in again to go on."),
        "not_allowed": _("This was refused."),
        "sign_in": _("Sign in"),
        "unsaved": _("What you typed here is not sent yet."),
        "restored": _("What you typed before was restored."),
        "discard": _("Discard it"),
        "close": _("Close"),
        "no_results": _("Nothing found."),
        "results": _("%(count)s found"),
    }
