"""Django's settings, computed from the data home and its options."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from anjuan.config.options import home_folder, load_options

ANJUAN_HOME = home_folder()
ANJUAN_OPTIONS = load_options(ANJUAN_HOME)


def _secret_key(home: Path) -> str:
    path = home / "secret.key"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        # Written whole beside its place, and put there by whoever comes first: many processes may start at once.
        fresh = home / f"secret.key.{secrets.token_hex(4)}"
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as stream:
            stream.write(secrets.token_urlsafe(64))
            stream.flush()
            os.fsync(stream.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()
    return path.read_text(encoding="ascii").strip()


SECRET_KEY = _secret_key(ANJUAN_HOME)
DEBUG = False
ALLOWED_HOSTS = list(ANJUAN_OPTIONS.web.allowed_hosts)

INSTALLED_APPS = [
    "anjuan.accounts",
    "anjuan.jobs",
    "anjuan.registry",
    "anjuan.archive",
    "anjuan.preservation",
    "anjuan.custody",
    "anjuan.mining",
    "anjuan.scope",
    "anjuan.evaluation",
    "anjuan.certificates",
    "anjuan.lifecycle",
    "anjuan.figures",
    "anjuan.web",
    "anjuan.api",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "anjuan.api.middleware.ApiMiddleware",
    "anjuan.web.packing.PackingMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "anjuan.web.language.LanguageMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "anjuan.web.faults.FaultMiddleware",
    "anjuan.web.arriving.ArrivalMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "anjuan.config.urls"
WSGI_APPLICATION = "anjuan.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "anjuan.web.context.shell",
            ],
        },
    },
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": ANJUAN_HOME / "db.sqlite3",
        "OPTIONS": {
            # IMMEDIATE: four writers without one lock error; DEFERRED gives tens of thousands.
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=30000;"
                " PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;"
                " PRAGMA mmap_size=268435456;"
            ),
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "web:login"
LOGIN_REDIRECT_URL = "web:home"
LOGOUT_REDIRECT_URL = "web:login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
SESSION_COOKIE_AGE = int(ANJUAN_OPTIONS.signin.login_hours * 3600)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ANJUAN_OPTIONS.web.behind_https
if ANJUAN_OPTIONS.web.behind_https:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"

LANGUAGE_CODE = ANJUAN_OPTIONS.web.language
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.AppDirectoriesFinder"]
WHITENOISE_USE_FINDERS = True
# Every address of a static file carries a digest of its content: what it answers never changes.
WHITENOISE_IMMUTABLE_FILE_TEST = "."
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": ANJUAN_HOME / "files"},
    },
    "staticfiles": {"BACKEND": "anjuan.web.assets.VersionedStorage"},
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 8 << 20
DATA_UPLOAD_MAX_NUMBER_FILES = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1 << 20
FILE_UPLOAD_TEMP_DIR = ANJUAN_HOME / "work"  # beside the store: the machine's own folder may be small

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    }
}

#: Which function does which kind of background work. Rooms do not know each other's tasks.
ANJUAN_JOB_HANDLERS = {
    "archive.bulk_deed": "anjuan.custody.tasks.bulk_deed",
    "archive.batch_search": "anjuan.archive.tasks.batch_search",
    "archive.describe_round": "anjuan.archive.tasks.describe_round",
    "archive.file_item": "anjuan.archive.tasks.file_item",
    "archive.index_rebuild": "anjuan.archive.tasks.index_everything",
    "archive.judge_case": "anjuan.archive.tasks.judge_case",
    "archive.reread_page": "anjuan.archive.tasks.reread_page",
    "archive.judge_cycles": "anjuan.archive.tasks.judge_cycles",
    "archive.compare_organisations": "anjuan.archive.tasks.compare_organisations",
    "archive.judge_end": "anjuan.archive.tasks.judge_end",
    "archive.judge_round": "anjuan.archive.tasks.judge_round",
    "archive.mailbox": "anjuan.archive.tasks.look_mailbox",
    "archive.watch_folder": "anjuan.archive.tasks.watch_folder",
    "certificates.expiry_round": "anjuan.certificates.tasks.expiry_round",
    "custody.destroy_case": "anjuan.custody.tasks.destroy_case",
    "custody.fixity_round": "anjuan.custody.tasks.fixity_round",
    "custody.fixity_whole": "anjuan.custody.tasks.fixity_everything",
    "custody.parcel": "anjuan.custody.tasks.make_parcel",
    "custody.tidy_round": "anjuan.custody.tasks.tidy_round",
    "figures.bulletin": "anjuan.figures.tasks.bulletin",
    "figures.snapshot": "anjuan.figures.tasks.snapshot",
    "mining.case": "anjuan.mining.tasks.case",
    "mining.history": "anjuan.mining.tasks.history",
    "mining.digest": "anjuan.mining.digesttasks.digest",
    "mining.round": "anjuan.mining.tasks.everything",
    "mining.trends": "anjuan.mining.tasks.trends",
    "preservation.backup": "anjuan.preservation.tasks.backup",
    "preservation.properties_case": "anjuan.preservation.tasks.properties_case",
    "preservation.properties_round": "anjuan.preservation.tasks.properties_round",
}

#: What rooms do when a case is destroyed, with its key. Custody does not know the rooms above it.
ANJUAN_CASE_FORGETTERS = ("anjuan.mining.services.forgetting.case_forget",)

#: How the pages see and write options: the doors stand below this room and may not import it.
ANJUAN_OPTIONS_LOAD = "anjuan.config.options.load_options"
ANJUAN_OPTIONS_SHOW = "anjuan.config.showing.options_shown"
ANJUAN_OPTIONS_WRITE = "anjuan.config.showing.options_write"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"fontTools": {"level": "ERROR"}},  # it warns of the dates inside other programs' fonts
}
