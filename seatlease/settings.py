"""Every setting of the product, read from the environment once; .env.example explains each variable."""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from backoffice.palette import DEEP_TEAL

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

# --- What this installation is ---------------------------------------------------------------------------------

DEBUG = env.bool("DJANGO_DEBUG", default=False)
SECRET_KEY = env.str("DJANGO_SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("DJANGO_ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEBUG else [])
CSRF_TRUSTED_ORIGINS = env.list("DJANGO_CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env.str("SITE_URL", default="http://localhost:8000").rstrip("/")
# Cookies and browsers are held to https where people come by it; over plain http a Secure cookie is never sent back.
IS_HTTPS = SITE_URL.startswith("https://")
SITE_NAME = env.str("SITE_NAME", default="Seatlease")
# The readable mailbox shows every mail the product sends to whoever opens it: for trying out, never for production.
MAILBOX_PAGE = env.bool("MAILBOX_PAGE", default=False)

# --- Applications ----------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    # The plain config leaves the site to ours below.
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "seatlease.admin.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "kernel",
    "audit",
    "outbox",
    "accounts",
    "imports",
    "facilities",
    "ledger",
    "floorplans",
    "bookings",
    "billing",
    "portal",
    "backoffice",
    "api",
    "demo",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_countries",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "lucide",
    "rest_framework",
    "rest_framework_api_key",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.outage.OutageMiddleware",
    "portal.middleware.ActorMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "seatlease.urls"
WSGI_APPLICATION = "seatlease.wsgi.application"

# A provider's own wording, in files named like ours.
OWN_TEMPLATES = [Path(path) for path in [env.str("OWN_TEMPLATES", default="")] if path]
# What clients accept when they submit; the text is portal/agreement/<version>.html among the templates.
AGREEMENT_VERSION = env.str("AGREEMENT_VERSION", default="2026-11-2")
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [*OWN_TEMPLATES, BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database, broker, cache -----------------------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default="postgresql:///seatlease")}
DATABASES["default"].setdefault("OPTIONS", {})
DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="redis://localhost:6379/0")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        # Celery's broker speaks of sockets as redis+socket://…?virtual_host=0, redis-py as unix://…?db=0.
        "LOCATION": REDIS_URL.replace("redis+socket://", "unix://", 1).replace("virtual_host=", "db="),
        "KEY_PREFIX": "seatlease",
    }
}

# --- Who may sign in -------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
# E-mail addresses are unique whatever their case, by an expression that this check does not read.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = reverse_lazy("portal:home")
LOGOUT_REDIRECT_URL = reverse_lazy("portal:landing")

ACCOUNT_ADAPTER = "portal.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "signup": "portal.forms.accounts.CompanySignupForm",
    "login": "portal.forms.sign_in.SignInForm",
    "reset_password": "portal.forms.sign_in.ResetPasswordForm",
    "reset_password_from_key": "portal.forms.sign_in.ResetPasswordKeyForm",
    "change_password": "portal.forms.sign_in.ChangePasswordForm",
    "set_password": "portal.forms.sign_in.SetPasswordForm",
    "add_email": "portal.forms.sign_in.ChangeEmailForm",
    "reauthenticate": "portal.forms.sign_in.ReauthenticateForm",
}
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
MFA_ADAPTER = "portal.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "authenticate": "portal.forms.sign_in.CodeForm",
    "reauthenticate": "portal.forms.sign_in.CodeAgainForm",
    "activate_totp": "portal.forms.sign_in.ActivateAppForm",
    "add_webauthn": "portal.forms.sign_in.AddKeyForm",
    "edit_webauthn": "portal.forms.sign_in.RenameKeyForm",
}
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds: phones' clocks drift
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG

# Staff sign in with a second factor; a trial on a developer's machine does without.
STAFF_NEEDS_MFA = env.bool("STAFF_NEEDS_MFA", default=not DEBUG)

AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "portal.adapters.name_tried"
AXES_CLIENT_IP_CALLABLE = "portal.adapters.address_of"
AXES_LOCKOUT_TEMPLATE = "account/locked_out.html"

# --- Language and time -----------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["seatlease.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Files -----------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))()
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "media/"
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(BASE_DIR / ".local" / "media"))()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
# pytest turns DEBUG off after this line, and each test client would look through every file first.
WHITENOISE_AUTOREFRESH = DEBUG
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

# --- Mail ------------------------------------------------------------------------------------------------------

vars().update(env.email_url("EMAIL_URL", default="consolemail://" if DEBUG else "smtp://localhost:25"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Seatlease <hello@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# A mail server that says nothing must not hold up the worker, which is cut off after CELERY_TASK_TIME_LIMIT.
EMAIL_TIMEOUT = 20
# Mail is sent within half a minute anyway; waking the worker sends it at once.
MESSAGES_WAKE_THE_WORKER = env.bool("MESSAGES_WAKE_THE_WORKER", default=True)

# --- Celery ----------------------------------------------------------------------------------------------------

CELERY_BROKER_URL = (
    REDIS_URL.replace("unix://", "redis+socket://", 1).replace("db=", "virtual_host=")
    if REDIS_URL.startswith("unix://")
    else REDIS_URL
)
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 240
CELERY_TIMEZONE = "UTC"

# --- Hours ahead ------------------------------------------------------------------------------------------------

# For how many months hours that keep a client's clock are worked out date by date; see docs/adr/0009.
TIME_ZONE_HORIZON_MONTHS = env.int("TIME_ZONE_HORIZON_MONTHS", default=24)

# --- Security --------------------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=IS_HTTPS)
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000 if IS_HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_HSTS_PRELOAD = IS_HTTPS
if env.bool("TRUST_PROXY_HEADERS", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    USE_X_FORWARDED_HOST = True
    # Limits on signing in are counted by the address that the proxy saw: by the proxy's own, everybody shares them.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
SESSION_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_AGE = 14 * 24 * 3600
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

CONTENT_SECURITY_POLICY = {
    # Unfold ships inline styles and Alpine expressions; the admin and the API browser set their own policy.
    "EXCLUDE_URL_PREFIXES": ("/admin/", "/api/"),
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

# --- Back office -----------------------------------------------------------------------------------------------

UNFOLD = {
    "SITE_TITLE": SITE_NAME,
    "SITE_HEADER": SITE_NAME,
    "SITE_SUBHEADER": _("Back office"),
    "SITE_SYMBOL": "event_seat",
    "SITE_URL": reverse_lazy("portal:landing"),
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("icons/mark.svg")}],
    "ENVIRONMENT": "backoffice.navigation.environment",
    "SHOW_BACK_BUTTON": True,
    "BORDER_RADIUS": "8px",
    "STYLES": [
        lambda request: static("backoffice/frame.css"),
        lambda request: static("backoffice/tables.css"),
        lambda request: static("backoffice/forms.css"),
        lambda request: static("backoffice/parts.css"),
    ],
    "SCRIPTS": [lambda request: static("backoffice/backoffice.js")],
    "COLORS": {"primary": DEEP_TEAL},
    "ACCOUNT": {"navigation": "backoffice.navigation.account_links"},
    "COMMAND": {"search_callback": "backoffice.search.found"},
    "SIDEBAR": {
        "show_search": True,
        "command_search": True,
        "navigation": "backoffice.navigation.sections",
    },
}

# --- API -------------------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["api.authentication.KeyAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["api.permissions.HoldsScope"],
    "DEFAULT_THROTTLE_CLASSES": ["api.throttling.KeyThrottle"],
    "DEFAULT_THROTTLE_RATES": {"key": env.str("API_RATE", default="600/min")},
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "api.schema.EndpointSchema",
    "EXCEPTION_HANDLER": "api.problems.handler",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Seatlease API",
    "DESCRIPTION": _(
        "Find, and read about, call-centre seats: what is free, what it costs, what your clients have leased and owe. "
        "Amounts are decimal numbers as strings, with their currency. Days are ISO 8601 and, where two make a period, "
        "both belong to it. Times carry their zone. Problems are RFC 9457 problem details with a stable `code`."
    ),
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums", "api.schema.describe_problems"],
    "ENUM_NAME_OVERRIDES": {
        "AmendmentKind": "bookings.enums.AmendmentKind",
        "AmendmentState": "bookings.enums.AmendmentState",
        "BookingState": "bookings.enums.BookingState",
        "DocumentKind": "billing.enums.DocumentKind",
        "InclusionKind": "facilities.enums.InclusionKind",
        "PaymentMethod": "billing.enums.PaymentMethod",
        "RoomKind": "facilities.enums.RoomKind",
        "DocumentState": "billing.enums.DocumentState",
        "Scope": "accounts.enums.Scope",
        "SeatAvailability": "facilities.enums.SeatAvailability",
        "ShiftKind": "facilities.enums.ShiftKind",
        "TaxCategory": "billing.enums.TaxCategory",
        "TierKind": "facilities.enums.TierKind",
    },
    "ENUM_SUFFIX": "",
    "SORT_OPERATION_PARAMETERS": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "validatorUrl": None},
}

# --- Logging ---------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {"django": {"level": "INFO"}, "axes": {"level": "WARNING"}},
}
