"""All settings come from the environment; newsroom/environment.py documents and checks each one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dj_database_url

from newsroom import environment
from newsroom.cache_url import cache_settings
from newsroom.logs import logging_settings

BASE_DIR = Path(__file__).resolve().parent.parent
ENV = environment.read(BASE_DIR)

DEBUG = False  # errors are logged, not shown in the browser
SECRET_KEY = ENV.secret_key
ALLOWED_HOSTS = ENV.allowed_hosts
CSRF_TRUSTED_ORIGINS = ENV.trusted_origins

SITE_NAME = ENV.site_name
DATA_DIR = ENV.data_dir
SEARCH_INDEX_DIR = DATA_DIR / "index"
FETCH_ALLOW = ENV.fetch_allow
IMPORT_TIME_LIMIT = ENV.import_time_limit
IMPORT_CPU_LIMIT = ENV.import_cpu_limit
IMPORT_MEMORY_LIMIT = ENV.import_memory_limit
IMPORTS_IN_CHILD_PROCESS = True
FETCH_PICTURES = ENV.fetch_pictures
MAX_PICTURE_BYTES = ENV.max_picture_bytes
MAX_PICTURE_PIXELS = ENV.max_picture_pixels

INSTALLED_APPS = [
    "articles.admin.apps.DeskAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_extensions",
    "django_tasks",
    "django_tasks_db",
    "articles",
]

MIDDLEWARE = [
    "articles.middleware.request_guard.RequestGuardMiddleware",
    "newsroom.health.health_addresses.HealthMiddleware",
    "articles.middleware.host_guard.HostGuardMiddleware",
    "articles.middleware.read_replica.ReadReplicaMiddleware",
    "articles.middleware.page_cache.PageCacheMiddleware",
    "articles.middleware.index_failure.IndexFailureMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "articles.middleware.rate_limit.SearchRateMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "articles.middleware.session_limits.SessionLimitsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"

# The first engine has the public pages, the second those of the admin site.
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "public"],
        "OPTIONS": {
            "environment": "articles.templating.jinja_environment.environment",
            "context_processors": ["articles.views.site.site"],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "articles.views.site.site",
            ],
        },
    },
]

DATABASES = {"default": dj_database_url.parse(ENV.database_url, conn_max_age=60, conn_health_checks=True)}
if ENV.database_password:
    DATABASES["default"]["PASSWORD"] = ENV.database_password
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    if ":memory:" not in DATABASES["default"]["NAME"]:
        environment.keep_private(Path(DATABASES["default"]["NAME"]))
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # The size of a page is that of a new database; an existing one keeps its own. Stories of two kilobytes fill pages
        # of four badly: each has one of its own.
        "init_command": "PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
        "PRAGMA cache_size=-32000;",
    }
if ENV.replica_url:
    DATABASES["replica"] = dj_database_url.parse(ENV.replica_url, conn_max_age=60, conn_health_checks=True)
    DATABASES["replica"]["PASSWORD"] = DATABASES["replica"]["PASSWORD"] or DATABASES["default"]["PASSWORD"]
    # Readers wait this long for a replica that is away, in seconds, before the primary answers.
    DATABASES["replica"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 2)
    DATABASES["replica"]["TEST"] = {"MIRROR": "default"}
    DATABASE_ROUTERS = ["newsroom.replica.ReplicaRouter"]
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # Without a limit, a server that is cut off holds each request for minutes. In seconds; DATABASE_URL may give another.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 10)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES: dict[str, dict[str, Any]] = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if ENV.cache_url:
    CACHES["pages"] = cache_settings(ENV.cache_url)

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

FORMS_URLFIELD_ASSUME_HTTPS = True  # the default in Django 6
LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA_DIR / "media"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'self'"],  # maps, which browsers treat as frames, too
        "frame-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = ENV.production
# Browsers accept cookies with this prefix over TLS only, and from no other host.
_COOKIE_PREFIX = "__Host-" if ENV.production else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_COOKIE_PREFIX}sessionid", f"{_COOKIE_PREFIX}csrftoken"
SESSION_MAX_SECONDS, SESSION_IDLE_SECONDS = ENV.session_hours * 3600, ENV.session_idle_minutes * 60
SESSION_COOKIE_AGE = min(SESSION_MAX_SECONDS, SESSION_IDLE_SECONDS)
SEARCH_RATE, IMPORT_RATE = ENV.search_rate, ENV.import_rate
SECURE_HSTS_SECONDS = 31_536_000 if ENV.production else 0
BEHIND_PROXY = ENV.behind_proxy
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.behind_proxy else None
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # subdomains and preloading are up to the operator
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
# The longest text on the import page, with room for the other fields.
DATA_UPLOAD_MAX_MEMORY_SIZE = 21 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

SLOW_QUERY_MS = ENV.slow_query_ms
METRICS_TOKEN = ENV.metrics_token
LOGGING = logging_settings(ENV.log_format)
