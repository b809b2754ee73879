"""Django's settings, derived from the environment; what an operator may change is in environment.py."""

import sys
from pathlib import Path

from csp.constants import NONE, SELF

from parvis.config.database import database_settings
from parvis.config.environment import ROOT, read_environment
from parvis.config.logs import logging_settings

ENVIRONMENT = read_environment()

SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = ENVIRONMENT.PARVIS_DEBUG
TESTING = "pytest" in sys.modules
ALLOWED_HOSTS = [host.strip() for host in ENVIRONMENT.PARVIS_ALLOWED_HOSTS.split(",") if host.strip()]
PARVIS_TRUSTED_HOSTS = [host.strip().lower() for host in ENVIRONMENT.PARVIS_TRUSTED_HOSTS.split(",") if host.strip()]
# Public address, without a final slash; links in mails start with it.
PARVIS_ADDRESS = ENVIRONMENT.PARVIS_ADDRESS or f"http://{ENVIRONMENT.PARVIS_HOST}:{ENVIRONMENT.PARVIS_PORT}"
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.PARVIS_ADDRESS] if ENVIRONMENT.PARVIS_ADDRESS else []

ROOMS = [
    "kit",
    "journal",
    "language",
    "ui",
    "publishers",
    "members",
    "machines",
    "moderation",
    "conversations",
    "desk",
    "site",
    "embed",
    "api",
    "config",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "procrastinate.contrib.django",
    "django_htmx",
    "csp",
    *[f"parvis.{room}.apps.Room" for room in ROOMS],
    # After the rooms, so that the house's own templates and words win over allauth's.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "parvis.config.logs.Requests",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "parvis.config.middleware.SignInWindow",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "parvis.config.middleware.ReaderLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "parvis.config.middleware.Refusals",
    "parvis.config.middleware.DenyByDefault",
]

ROOT_URLCONF = "parvis.config.urls"
WSGI_APPLICATION = "parvis.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.append("django.forms")

DATABASES = {"default": database_settings(ENVIRONMENT)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

AUTH_USER_MODEL = "members.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "mail"
ACCOUNT_LOGIN_METHODS = {"email"}
# An address is enough: its code signs in, and makes the account the first time. A password is for those who want one.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_FORMS = {"request_login_code": "parvis.members.forms.MailForm"}
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_ADAPTER = "parvis.members.accounts.Adapter"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Browsers themselves give passkeys to https and to localhost only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENVIRONMENT.PARVIS_ADDRESS.startswith("https://")
MFA_TOTP_ISSUER = "Parvis"
MFA_ADAPTER = "parvis.members.accounts.SecondFactor"
MFA_FORMS = {"activate_totp": "parvis.members.forms.FactorForm", "add_webauthn": "parvis.members.forms.PasskeyForm"}

SOCIALACCOUNT_ADAPTER = "parvis.members.openid.adapter.Adapter"
# A link, not a form: the policy on forms would stop the browser on its way to the group's own server.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_STORE_TOKENS = False

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [ROOT / "parvis" / part / "locale" for part in ("moderation/screens", "desk/configuration")]
TIME_ZONE = "Europe/Paris"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.PARVIS_VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = ENVIRONMENT.PARVIS_VAR / "media"

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
# Pages that hold the element open the sign-in window and must hear it.
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin-allow-popups"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.PARVIS_TRUST_PROXY else None
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.PARVIS_ADDRESS.startswith("https://")
CSRF_FAILURE_VIEW = "parvis.site.refused.forged"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(ENVIRONMENT.PARVIS_VAR / "mails")
DEFAULT_FROM_EMAIL = ENVIRONMENT.PARVIS_MAIL_FROM
if ENVIRONMENT.PARVIS_MAIL_URL:
    from parvis.config.mail import mail_settings

    globals().update(mail_settings(ENVIRONMENT.PARVIS_MAIL_URL))

# On one page each: who cares about which fact, what can be judged, and who words what members are told.
LISTENERS = "parvis.config.listeners.LISTENERS"
MODERATED_SUBJECTS = "parvis.config.subjects.SUBJECTS"
BELONGINGS = "parvis.config.belongings.BELONGINGS"
NOTICE_WORDS = "parvis.config.notices.WORDS"
PERSONAL_DATA, PERSONAL_ERASERS = "parvis.config.personal.DATA", "parvis.config.personal.ERASERS"
# Each room's tasks are in its jobs.py.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

LOGGING = logging_settings(ENVIRONMENT.PARVIS_LOG)
SILENCED_SYSTEM_CHECKS: list[str] = []
Path(EMAIL_FILE_PATH).mkdir(parents=True, exist_ok=True)
