"""How people come in: django-allauth, with our adapters, forms and limits."""

from deploy.env import env
from deploy.settings.social import providers

# allauth: sign-in by e-mail address; companies invite, so sign-up is for the public host.
ACCOUNT_ADAPTER = "tenants.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_FORMS = {
    "login": "tenants.accounts.sign_in.SignInForm",
    "change_password": "tenants.accounts.sign_in.PasswordForm",
    "reauthenticate": "tenants.accounts.sign_in.ConfirmForm",
    "reset_password": "tenants.accounts.sign_in.ResetForm",
    "request_login_code": "tenants.accounts.sign_in.CodeRequestForm",
    "confirm_login_code": "tenants.accounts.sign_in.CodeForm",
    "signup": "tenants.accounts.sign_in.SignUpForm",
    "set_password": "tenants.accounts.sign_in.FirstPasswordForm",
    "reset_password_from_key": "tenants.accounts.sign_in.NewPasswordForm",
    "add_email": "tenants.accounts.sign_in.NewAddressForm",
}
ACCOUNT_SIGNUP_FORM_CLASS = "tenants.accounts.forms.SignupForm"
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "tenants.accounts.tokens.ResetTokenGenerator"  # noqa: S105  (a dotted path)
# Confirmation links hold a random key of a row: a signed row number would mean another row in
# another company's schema.
ACCOUNT_EMAIL_CONFIRMATION_HMAC = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# A code by mail instead of the password.
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
# Signing in, and what proves it again before something sensitive, holds for ten minutes.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Limits by account alone would let a stranger lock somebody out; ours are in services/guess.py.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "",
    "reset_password": "20/m/ip",
    "request_login_code": "20/m/ip",
}
# How many proxies of ours stand in front and append to X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)
# Accounts of other services, on the public site. Never linked by e-mail address alone.
SOCIALACCOUNT_ADAPTER = "tenants.accounts.linking.LinkAdapter"
SOCIALACCOUNT_PROVIDERS = providers(lambda name: str(env.str(name, default="")))
SOCIALACCOUNT_FORMS = {"signup": "tenants.accounts.linking.LinkedSignUpForm"}
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_STORE_TOKENS = False
MFA_ADAPTER = "tenants.accounts.second_step.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "tenants.accounts.second_step.SecondStepForm",
    "reauthenticate": "tenants.accounts.second_step.ConfirmCodeForm",
    "activate_totp": "tenants.accounts.sign_in.FirstCodeForm",
}
MFA_TOTP_TOLERANCE = 1
# Our own `proved_address_required` asks for a confirmed address; allauth's rule would also keep people
# with two-step sign-in from ever changing theirs.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_PASSKEY_LOGIN_ENABLED = True
ACCOUNT_CHANGE_EMAIL = True
