"""Settings. Whatever differs between installations comes from the environment: README.md, "Settings"."""

from __future__ import annotations

import os

import dj_database_url
import django_stubs_ext
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from itsm import logs, places, rest

# So that a generic form can be written as the type checker reads it: ModelForm[Customer].
django_stubs_ext.monkeypatch()

BASE_DIR = places.BASE
VAR = places.VAR

ITSM_NAME = os.environ.get("ITSM_NAME", "Orderly")
IS_DEMO = places.truth("ITSM_DEMO")
IS_HTTPS = places.truth("ITSM_HTTPS")

DEBUG = places.truth("ITSM_DEBUG")
SECRET_KEY = os.environ.get("SECRET_KEY") or places.secret("django")
SECRET_KEY_FALLBACKS = places.words("SECRET_KEY_FALLBACKS")  # former keys: a new key voids no token that day
# The loopback names stay: a health check inside the container asks by them.
ALLOWED_HOSTS = [*places.words("ITSM_ALLOWED_HOSTS"), "127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = places.words("ITSM_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",  # exclusion constraints: working hours that may not overlap
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    # ours, from the floor that all others stand on upward
    "itsm",
    "people",
    "cmdb",
    "sla",
    "records",
    "roster",
    "calls",
    "notifications",
    "discrepancies",
    "knowledge",
    "incidents",
    "problems",
    "changes",
    "visits",
    "complaints",
    "advisories",
    "releases",
    "outreach",
    "emergency",
    "handovers",
    "servicedesk",
    "api",
    "importing",
    "demo",
    "csp",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "people.middleware.HalfWayIsNobody",
    "people.middleware.EverybodySignsIn",  # deny by default: open pages say so themselves
    "people.middleware.SeenLately",
    "servicedesk.preferences.in_the_persons_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "servicedesk.refusals.DoorRefusals",
]

ROOT_URLCONF = "itsm.urls"
WSGI_APPLICATION = "itsm.wsgi.application"
ASGI_APPLICATION = "itsm.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "servicedesk.context.desk",
                "servicedesk.navigation.navigation",
            ],
        },
    },
]

DATABASES = {
    "default": dj_database_url.parse(
        places.database_url(),
        conn_max_age=None,  # each thread keeps its connection; see docs/decisions/0001
        conn_health_checks=True,
    )
}
DATABASES["default"]["TEST"] = {"NAME": os.environ.get("TEST_DATABASE", "test_itsm")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = places.redis_url()
HEARTBEAT_KEY = "itsm:heartbeat"
LIVE_CHANNEL = os.environ.get("ITSM_LIVE_CHANNEL", "itsm:changes")
CACHES = {
    "default": {
        "BACKEND": "itsm.cache.ForgetfulRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "itsm",
        # A Redis that hangs must not hang the pages.
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},  # seconds
    }
}

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# Where a record of any kind, and an item, is at home: the lower floors know no urls.
RECORD_URL_PREFIX, ITEM_URL_PREFIX = "/records/", "/items/"
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/sign-in/"

# A name is locked from the address that guesses it, so nobody can lock a colleague out from elsewhere.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the time told to whoever is locked out stays true
AXES_USERNAME_CALLABLE = "people.lockout.name_typed"
AXES_LOCKOUT_CALLABLE = "people.lockout.locked_out"
AXES_DISABLE_ACCESS_LOG = True  # people.AccessLog holds more
AXES_VERBOSE = False
OTP_TOTP_ISSUER = ITSM_NAME

# The database is the truth and Redis the fast copy: losing Redis signs nobody out.
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = 12 * 60 * 60  # seconds: one shift and its hand-over
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "servicedesk.errors.csrf_failure"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]  # asked within the network, past the proxy
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_HSTS_PRELOAD = IS_HTTPS
# Only behind a proxy of ours does this header come from us and not from the caller.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],  # Tabler's form controls draw their ticks as data: images
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

STATIC_URL = "/static/"
STATIC_ROOT = places.MADE / "static"
# Filled from node_modules by `python -m itsm.vendor`.
STATICFILES_DIRS = [("vendor", places.MADE / "vendor")]
ICON_ROOT = places.MADE / "icons"
MEDIA_ROOT = VAR / "media"  # never served by path: each download asks the rights first
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "servicedesk.static_files.HashedModules"},
}
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_HANDLERS = [
    "records.uploads.SizeLimit",  # first: what is too large never fills the disk
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
ITSM_ATTACHMENT_MAX_BYTES = int(os.environ.get("ITSM_ATTACHMENT_MAX_BYTES", str(25 * 1024 * 1024)))
# Types as the bytes tell them, never the name. Programs are not among them; a type nobody knows is only downloaded.
ITSM_ATTACHMENT_TYPES = os.environ.get(
    "ITSM_ATTACHMENT_TYPES",
    "image/* audio/* video/* text/plain application/pdf application/rtf application/msword application/epub+zip "
    "application/vnd.* application/zip application/gzip application/x-tar application/x-7z-compressed "
    "application/x-rar-compressed application/x-bzip2 application/x-xz application/zstd application/x-cab "
    "application/octet-stream",
).split()

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("zh-hans", _("Simplified Chinese")),
    ("zh-hant", _("Traditional Chinese")),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = os.environ.get("ITSM_TIME_ZONE", "Asia/Shanghai")

EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = places.truth("EMAIL_USE_TLS", default=True)
EMAIL_TIMEOUT = 20  # seconds
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST else "notifications.mailbox.MailboxBackend"
)
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL") or f"{ITSM_NAME} <desk@localhost>"
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Where people reach this installation: for the links in mails and webhooks.
SITE_URL = os.environ.get("ITSM_SITE_URL", f"http://127.0.0.1:{os.environ.get('ITSM_PORT', '8000')}")
OUTBOX_READER_TASK = "notifications.tasks.tell"  # woken after a commit; the lower floors know it by name only
# Mails to one person within so many seconds; more become one mail.
NOTICES_BUNDLE_OVER = int(os.environ.get("ITSM_BUNDLE_OVER", "10"))
NOTICES_BUNDLE_SECONDS = int(os.environ.get("ITSM_BUNDLE_SECONDS", "60"))
ITSM_WEBHOOK_ALLOW_PRIVATE = places.truth("ITSM_WEBHOOK_ALLOW_PRIVATE")  # webhooks into our own network

BROKER_URL = REDIS_URL  # what is sent there, and when: itsm/celery.py

REST_READS = os.environ.get("ITSM_REST_READS", "1200/minute")  # per token; writes are never refused
REST_FRAMEWORK = rest.FRAMEWORK
SPECTACULAR_SETTINGS = rest.schema_settings(title=ITSM_NAME)

LOGGING = logs.configuration(os.environ.get("ITSM_LOG_LEVEL", "INFO"))
