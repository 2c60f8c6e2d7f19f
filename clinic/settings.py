"""One settings file, read from the environment; stops with a helpful sentence when half configured.

Every variable may also be given as NAME_FILE (a path). What the environment lacks is looked up in
var/settings.env, which `manage.py up` writes, so a second terminal finds the private servers.
"""

import base64
import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from csp.constants import NONCE
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("HANDRAIL_VAR", BASE_DIR / "var"))


def _written_by_up() -> dict[str, str]:
    file = VAR_DIR / "settings.env"
    if not file.exists():
        return {}
    lines = (line.split("=", 1) for line in file.read_text().splitlines() if "=" in line)
    return {name.strip(): value.strip() for name, value in lines}


_up = _written_by_up()


def env(name: str, default: str | None = None) -> str:
    """The variable, its NAME_FILE, or what `up` wrote; ImproperlyConfigured with a hint when it is missing."""
    if name in os.environ:
        return os.environ[name]
    if f"{name}_FILE" in os.environ:
        return Path(os.environ[f"{name}_FILE"]).read_text().strip()
    if name in _up:
        return _up[name]
    if default is None:
        raise ImproperlyConfigured(f"{name} is not set. Start with bin/start, or see docs/operations.md.")
    return default


def env_on(name: str, default: str) -> bool:
    """True for 1, False for 0; anything else is refused, so that a typing error never switches a guard off."""
    value = env(name, default)
    if value not in {"0", "1"}:
        raise ImproperlyConfigured(f"{name} must be 0 or 1, not {value!r}.")
    return value == "1"


def database(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must start with postgresql://")
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(parts.port or query.pop("port", "") or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 3,
            "options": "-c statement_timeout=15000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=60000",
            **query,
        },
    }


def keys(text: str) -> dict[str, bytes]:
    ring = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        kid, _, value = part.partition(":")
        key = base64.b64decode(value, validate=True)
        if len(kid) != 4 or len(key) != 32:
            raise ImproperlyConfigured("HANDRAIL_FIELD_KEYS: each key is four letters, a colon and 32 bytes in base64.")
        ring[kid] = key
    if not ring:
        raise ImproperlyConfigured("HANDRAIL_FIELD_KEYS holds no key.")
    return ring


SECRET_KEY = env("HANDRAIL_SECRET_KEY")
FIELD_KEYS = keys(env("HANDRAIL_FIELD_KEYS"))
DEBUG = False
DEMO = env_on("HANDRAIL_DEMO", "0")
HTTPS = env_on("HANDRAIL_HTTPS", "1")
BASE_URL = env("HANDRAIL_BASE_URL").rstrip("/")
CLIENT_BASE_URL = env("CLIENT_BASE_URL", BASE_URL).rstrip("/")
ALLOWED_HOSTS = sorted(
    {urlsplit(url).hostname or "" for url in (BASE_URL, CLIENT_BASE_URL)} | set(filter(None, env("HANDRAIL_HOSTS", "").split(",")))
)
CSRF_TRUSTED_ORIGINS = sorted({BASE_URL, CLIENT_BASE_URL})
DEFAULT_COUNTRY = env("HANDRAIL_COUNTRY", "US")

INSTALLED_APPS = [
    "clinic.db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_otp",
    "axes",
    "crispy_forms",
    "csp",
    "django_htmx",
    "clinic.web",
    "clinic.audit",
    "clinic.notifications",
    "clinic.accounts",
    "clinic.documents",
    "clinic.clients",
    "emergency",
    "intake",
    "safetyplans",
    "clinic.staff",
    "clinic.portal",
    "clinic.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "clinic.web.headers.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "clinic.portal.middleware.CountryMiddleware",
    "clinic.audit.middleware.SpoolMiddleware",
    "clinic.web.transactions.TransactionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "clinic.accounts.signed_in.SecondFactorMiddleware",
    "clinic.accounts.middleware.StaffMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "clinic.urls"
WSGI_APPLICATION = "clinic.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "clinic.accounts.context.surroundings",
                "clinic.staff.context.therapy_session",
                "clinic.portal.context.own_pages",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "clinic"
CRISPY_TEMPLATE_PACK = "clinic"
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

DATABASES = {"default": database(env("DATABASE_URL"))}
if _owner := env("DATABASE_OWNER_URL", ""):
    DATABASES["owner"] = database(_owner)
DATABASE_ROUTERS = ["clinic.db.routers.OwnerMigrates"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "clinic.accounts.signed_in.PasswordBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ["email"]}},
]
PASSWORD_RESET_TIMEOUT = 3600
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "today"
OTP_TOTP_ISSUER = "Handrail"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=10)  # as the page says; a try while locked does not start the ten minutes again
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True  # that is after the second factor
AXES_CLIENT_IP_CALLABLE = "clinic.accounts.access.address"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "email", "next", "current", "name", "csrfmiddlewaretoken"]
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # together: nobody locks a colleague out from elsewhere
AXES_USERNAME_FORM_FIELD = "email"
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "clinic.accounts.views.signing_in.keep_answer"
AXES_IPWARE_PROXY_COUNT = int(env("HANDRAIL_PROXIES", "0")) or None

_cookie = "__Host-" if HTTPS else ""
SESSION_ENGINE = "clinic.accounts.signed_in"
SESSION_COOKIE_NAME = f"{_cookie}staff"
CSRF_COOKIE_NAME = f"{_cookie}csrf"
PAGE_COOKIE_NAME = f"{_cookie}page"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None  # gone with the browser: a phone that is to keep nothing keeps no cookie for a year
SESSION_COOKIE_AGE = 12 * 3600
STAFF_ABSOLUTE_SECONDS = 12 * 3600
CSRF_FAILURE_VIEW = "clinic.web.errors.csrf_failed"

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"  # with no-referrer Chromium sends Origin: null and every form is refused
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'", NONCE],  # named only in the answer of a page that carries its style
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "microphone", "geolocation", "payment", "usb", "display-capture", "browsing-topics")
}

AUDIT_SPOOL = Path(env("HANDRAIL_AUDIT_SPOOL", str(VAR_DIR / "spool")))  # a folder; events wait there while no write is taken

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 11_000_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

_mail = urlsplit(env("EMAIL_URL", ""))
MAIL_IS_SET_UP = bool(_mail.hostname)
EMAIL_HOST = _mail.hostname or ""
EMAIL_PORT = _mail.port or 25
EMAIL_HOST_USER = unquote(_mail.username or "")
EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
EMAIL_USE_TLS = _mail.query == "tls"
EMAIL_USE_SSL = _mail.scheme == "smtps"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env("HANDRAIL_FROM_EMAIL", "post@localhost")

_redis = env("REDIS_URL")
CELERY_BROKER_URL = _redis.replace("unix://", "redis+socket://") if _redis.startswith("unix://") else _redis

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"wordless": {"()": "clinic.web.logs.WordlessFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "wordless"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "handrail": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # Django's own request lines carry the path (and with it link tokens): our middleware logs the view's name instead.
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "django.security": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "axes": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}
