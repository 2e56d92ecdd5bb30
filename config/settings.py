"""The settings file; those of logging in stand beside it, in config/login.py.

`SITE_URL` is the switch: unset, the site runs on 127.0.0.1 to be tried out; an https address turns
production on. Everything else has a safe default or must be set, and a bad value stops the start.
"""

from pathlib import Path

import pghistory
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.utils.csp import CSP

from config.environment import (
    LIMITS,
    env,
    read_cache_url,
    read_contact,
    read_database_url,
    read_dsn,
    read_flag,
    read_folder,
    read_https_address,
    read_limits,
    read_replica_urls,
    read_seconds,
)
from config.login import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parent.parent


def kept_secret_key():
    """The key of a site that is only tried out: made once, kept beside its database."""
    path = STATE_DIR / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(get_random_secret_key())
        path.chmod(0o600)
    return path.read_text()


SITE_URL = env("SITE_URL", "", read=read_https_address)
PRODUCTION = bool(SITE_URL)
# What a site that is tried out keeps on disk: database, secret key, collected static files.
STATE_DIR = Path(env("STATE_DIR", str(BASE_DIR / "var")))
DEBUG = env("DEBUG", False, read=read_flag)
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("DEBUG=1 is refused together with SITE_URL.")
SECRET_KEY = env("SECRET_KEY") if PRODUCTION else env("SECRET_KEY", "") or kept_secret_key()

ALLOWED_HOSTS = [SITE_URL.hostname] if PRODUCTION else ["127.0.0.1", "localhost", "[::1]"]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    # Before the desk, which leaves their records out or shows them in its own way.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "positions.apps.PositionsConfig",
    "positions.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "pgtrigger",
    "pghistory",
]

MIDDLEWARE = [
    "positions.operation.probes.answered_at_once",
    "positions.operation.requests.told_of_each",
    # First of what answers readers, so that all of it is in that language.
    "positions.languages.by_address",
    "django.middleware.security.SecurityMiddleware",
    "positions.api.middleware.open_to_programs",
    # Before anything asks the database, around all that may fail there.
    "positions.outage.answered_without",
    "positions.replicas.by_request",
    "positions.overload.told_when_too_much",
    "positions.caching.kept_while_true",
    "positions.turns.in_turn",
    "positions.headers.told_to_browsers",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    # Of what is kept nothing comes here.
    "positions.limits.Limits",
]

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
            ],
        },
    },
]

# Database: a server of the operator's, or the embedded one for trying out.
# More than a process makes and sends answers at once (positions/turns.py), for those who save; far
# fewer than it has threads (config/serving.py), so that where all of them hang others still answer.
POOL = {"min_size": 1, "max_size": 12, "timeout": 3, "reconnect_timeout": 2}
if PRODUCTION:
    DATABASE = env("DATABASE_URL", read=read_database_url)
else:
    embedded = {"ENGINE": "config.embedded_postgres", "NAME": "parley", "OPTIONS": {}}
    DATABASE = env("DATABASE_URL", embedded, read=read_database_url)
DATABASES = {"default": {**DATABASE, "CONN_HEALTH_CHECKS": True}}
DATABASES["default"]["OPTIONS"].setdefault("pool", POOL)

# Whom `migrate`, as the owner of the tables, allows to read and write their rows: the role as which
# the site itself connects, where that is another one.
WEB_ROLE = env("WEB_ROLE", "")
# Where `manage.py backup` writes to, which production must name.
BACKUP_DIR = env("BACKUP_DIR", "" if PRODUCTION else STATE_DIR / "backups", read=read_folder)

# Streaming replicas of it, which readers' queries go to. Who waits for one that is gone does not
# wait long, and is answered by the primary.
WHERE_GONE = {
    "connect_timeout": "2",
    "tcp_user_timeout": "3000",
    **{"keepalives_idle": "1", "keepalives_interval": "1", "keepalives_count": "3"},
}
REPLICAS = {}
for number, replica in enumerate(env("REPLICA_URLS", [], read=read_replica_urls), 1):
    REPLICAS[f"replica{number}"] = {
        **replica,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**WHERE_GONE, **replica["OPTIONS"], "pool": POOL},
        "TEST": {"MIRROR": "default"},
    }
# Seconds by which one may be behind and still be told from.
REPLICA_LAG = env("REPLICA_LAG", 2, read=read_seconds)
DATABASES |= REPLICAS
DATABASE_ROUTERS = ["positions.replicas.Router"] if REPLICAS else []
# Behind a pooler that gives each transaction another connection, no cursor outlives a transaction,
# and no plan of a query is kept for the next.
TRANSACTION_POOLING = env("TRANSACTION_POOLING", False, read=read_flag)
for place in DATABASES.values():
    place["DISABLE_SERVER_SIDE_CURSORS"] = TRANSACTION_POOLING
    place["OPTIONS"]["prepare_threshold"] = None if TRANSACTION_POOLING else 0

# What a page may take of a server of the database: seconds for each query (positions/overload.py).
QUERY_SECONDS = env("QUERY_SECONDS", 5, read=read_seconds)

# What is kept of pages, files and answers to programs, and apart from it of those with a query. In
# each process, or for all in one place, which bounds itself: entries are good for a day at most.
# Beside it the last copies, for the time when the database is away: without that place in files,
# which all processes of a machine share, and which outlive them.
CACHE_URL = env("CACHE_URL", "", read=read_cache_url)
COPIES_DIR = Path(env("COPIES_DIR", str(STATE_DIR / "copies")))
CACHES = {}
for name, backend, most in (
    ("default", "django.core.cache.backends.locmem.LocMemCache", 1000),
    ("asked", "django.core.cache.backends.locmem.LocMemCache", 200),
    ("last", "positions.copies.Files", 1000),
    ("last_asked", "positions.copies.Files", 200),
):
    place = str(COPIES_DIR / name) if name.startswith("last") else name
    CACHES[name] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache" if CACHE_URL else backend,
        "LOCATION": CACHE_URL or place,
        "KEY_PREFIX": name,
        "TIMEOUT": 86_400,
        "OPTIONS": {} if CACHE_URL else {"MAX_ENTRIES": most},
    }


def made_anew(kind):
    """A tracker made for each model: pghistory copies those below, and to pgtrigger the copy of an
    operation is another operation."""
    return type(kind.__name__, (kind,), {"__deepcopy__": lambda self, memo: kind()})()


# The trail: every version of every record, kept by triggers and never changed.
PGHISTORY_DEFAULT_TRACKERS = (
    made_anew(pghistory.InsertEvent),
    made_anew(pghistory.UpdateEvent),
    made_anew(pghistory.DeleteEvent),
)
# Once for all rows that a statement changes: much less to do where these are many.
PGHISTORY_LEVEL = pghistory.Statement
PGHISTORY_APPEND_ONLY = True
# Versions are found by their record; an index for each reference would only cost.
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(db_index=True)
PGHISTORY_MIDDLEWARE_METHODS = ("POST",)

LANGUAGE_CODE = "en-gb"
# Pages are in each of these, the desk and files in the first.
LANGUAGES = [("en-gb", "English"), ("uk", "Українська"), ("ru", "Русский")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = STATE_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = True

# No inline script or style anywhere, so 'self' is enough and pages need no nonce.
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
    # Of all scripts only htmx makes elements of text; static/js/parley.js has its policy.
    "require-trusted-types-for": ["'script'"],
    "trusted-types": ["htmx"],
}
# Django's admin makes elements of text in many places.
DESK_CSP = {name: places for name, places in SECURE_CSP.items() if "trusted-types" not in name}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
# The one cookie that a reader can get, on the page to report an error, ends with the session.
CSRF_COOKIE_AGE = None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
if PRODUCTION:
    # A name that browsers take from this host alone, and by https alone.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_SSL_HOST = SITE_URL.netloc if PRODUCTION else None
SECURE_HSTS_SECONDS = 63_072_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
# Behind a proxy that ends TLS, name the header it sets and clients cannot, e.g. X-Forwarded-Proto.
if PROXY_HEADER := env("PROXY_HEADER", ""):
    SECURE_PROXY_SSL_HEADER = (f"HTTP_{PROXY_HEADER.upper().replace('-', '_')}", "https")
# There, too, the header in which it passes on a client's address, e.g. X-Real-IP. What readers send
# and ask and guesses at passwords are limited by it; without a proxy it stays unset, as anybody
# could send it.
CLIENT_ADDRESS_HEADER = env("CLIENT_ADDRESS_HEADER", "")
# How much a network may ask of what is made anew, by kind (positions/limits.py).
LIMITS = env("LIMITS", LIMITS, read=read_limits)
# Whether programs that read for language models may read what search engines may (robots.txt).
AI_CRAWLERS = env("AI_CRAWLERS", True, read=read_flag)
# Whom to tell of a hole in the site, as /.well-known/security.txt does.
SECURITY_CONTACT = env("SECURITY_CONTACT", "", read=read_contact)

# For whom the numbers of the site at /metrics are; unset, there are none. In its folder processes
# add up; it is emptied with each start.
METRICS_TOKEN = env("METRICS_TOKEN", "")
METRICS_DIR = Path(env("METRICS_DIR", str(STATE_DIR / "metrics")))
# Where failures are told, without anything of who asked; unset, nowhere but in the log.
SENTRY_DSN = env("SENTRY_DSN", "", read=read_dsn)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"numbered": {"()": "positions.operation.lines.Numbered"}},
    "formatters": {"lines": {"()": "positions.operation.lines.Lines"}},
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
# In production one JSON object a line, and one for each request.
if PRODUCTION:
    LOGGING["handlers"]["console"] |= {"formatter": "lines", "filters": ["numbered"]}
    LOGGING["loggers"] = {"parley.requests": {"level": "INFO"}}
