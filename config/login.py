"""Settings of logging in to the desk, and of its sessions: positions/login, decision 30."""

from datetime import timedelta

from config.environment import env, read_path

# Where the desk and its login stand.
ADMIN_PATH = env("ADMIN_PATH", "admin/", read=read_path)
LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "account_login", "admin:index", "account_login"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
# Older hashes are read, and written anew at the next login.
PASSWORD_HASHERS = [
    "positions.login.passwords.Argon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# Length is what counts. Nobody is made to mix in digits, and a long number is as good as any words.
CHECKS = {
    "UserAttributeSimilarity": {},
    "MinimumLength": {"OPTIONS": {"min_length": 15}},
    "CommonPassword": {},
}
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}Validator", **options}
    for name, options in CHECKS.items()
]
AXES_HANDLER = "positions.login.limits.Limits"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "username", "ip_address"]
AXES_FAILURE_LIMIT, AXES_COOLOFF_TIME = 5, timedelta(minutes=15)
# Tries during a lock do not make it longer.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "positions.login.limits.whence"
AXES_LOCKOUT_CALLABLE = "positions.login.limits.locked"
# What is not repeated in the log, nor kept of a form.
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login", "code", "credential"]
AXES_SENSITIVE_PARAMETERS += ["csrfmiddlewaretoken"]
AXES_ENABLE_ACCESS_FAILURE_LOG = True
# Over its limit axes drops the newest ones; all are dropped by age instead.
AXES_ACCESS_FAILURE_LOG_PER_USER_LIMIT = 1_000_000
AXES_ENABLE_ADMIN = AXES_VERBOSE = False
# Limits are axes's alone: those of allauth count in the cache, apart in each process.
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False
ACCOUNT_EMAIL_VERIFICATION, ACCOUNT_SESSION_REMEMBER = "none", False
MFA_ADAPTER = "positions.login.factors.Factors"
MFA_FORMS = {
    "authenticate": "positions.login.factors.LoginCode",
    "reauthenticate": "positions.login.factors.ConfirmingCode",
    "login_webauthn": "positions.login.passkeys.LoginPasskey",
    "authenticate_webauthn": "positions.login.passkeys.CodePasskey",
    "reauthenticate_webauthn": "positions.login.passkeys.ConfirmingPasskey",
    "add_webauthn": "positions.login.passkeys.NewPasskey",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER, MFA_TOTP_TOLERANCE = "Parley", 1
SESSION_ENGINE = "positions.login.sessions"
SESSION_COOKIE_AGE = 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
