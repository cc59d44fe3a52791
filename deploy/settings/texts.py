"""Every text message the product sends, and what it is registered as. The only place that knows.

In India a text must be one that was registered word for word with DLT, in the language it is sent in
(TRAI, TCCCPR 2018), under the header it comes from; on WhatsApp one that Meta approved, which Twilio knows
by a content SID. Both differ by deployment: they come from the environment, as `DLT_<NAME>_<LANGUAGE>` and
`CONTENT_<NAME>_<LANGUAGE>`. A language that is not here gets the English text.
"""

from deploy.env import env
from tenants.kernel.registered_texts import Registered, RegisteredText


def _text(name: str, *languages: str, secret: bool = False) -> RegisteredText:
    by_language = {
        language: Registered(
            dlt_template_id=env.str(f"DLT_{name}_{language}".upper(), default=""),
            content_sid=env.str(f"CONTENT_{name}_{language}".upper(), default=""),
        )
        for language in languages
    }
    return RegisteredText(by_language, secret=secret)


# The variables are those of a text's template in templates/text/, in the order of its registered {#var#}.
TEXTS: dict[str, RegisteredText] = {
    "sign_in_code": _text("sign_in_code", "en", secret=True),
    "number_code": _text("number_code", "en", secret=True),
    "number_changed": _text("number_changed", "en"),
    "notify_assignment": _text("notify_assignment", "en"),
    "notify_reminder": _text("notify_reminder", "en"),
    "notify_available": _text("notify_available", "en"),
    "notify_certificate": _text("notify_certificate", "en"),
}
