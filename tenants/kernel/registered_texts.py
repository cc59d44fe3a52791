"""What a text message is registered as; the table of all is in the settings (TEXTS)."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Registered:
    """One text in one language.

    Args:
        dlt_template_id: of the Indian registry, 19 digits; "" where none is needed.
        content_sid: of the WhatsApp template as Twilio knows it (HX…); "" sends the words themselves,
            which WhatsApp takes only from somebody who wrote within the last 24 hours.
    """

    dlt_template_id: str = ""
    content_sid: str = ""


@dataclass(frozen=True)
class RegisteredText:
    """One text in all its languages.

    Args:
        languages: what it is registered as in each; English is always among them.
        secret: whether it carries a code: its words are then forgotten once it is on its way.
    """

    languages: Mapping[str, Registered]
    secret: bool = False

    def in_language(self, language: str) -> tuple[str, Registered]:
        """Return the language it will be sent in, and what it is registered as there."""
        chosen = language if language in self.languages else "en"
        return chosen, self.languages[chosen]
