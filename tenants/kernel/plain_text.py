"""Text that people type about themselves, without what cannot be seen and what deceives.

Names lose invisible and direction-changing characters (Unicode TR 36, section 3: a name must not be able
to look like another, or to turn the text around it). Addresses are held to characters that no other
address can look like.
"""

import unicodedata

_JOINERS = "\u200c\u200d"
_VIRAMA_CLASS = 9
# Letters and symbols that show nothing: Hangul fillers, the empty Braille pattern.
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800\u17b4\u17b5")
_DROPPED = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
_MOST_MARKS = 4


def clean_line(text: str) -> str:
    """Return one line of text in NFC, its spaces tidied, without invisible characters.

    The zero-width joiners stay after a virama, where Indian scripts need them ("क्‍ष").
    Marks are stacked four high at most.
    """
    kept: list[str] = []
    marks = 0
    for character in unicodedata.normalize("NFC", text):
        category = unicodedata.category(character)
        if character in _JOINERS:
            if kept and unicodedata.combining(kept[-1]) == _VIRAMA_CLASS:
                kept.append(character)
            continue
        if character.isspace():
            kept.append(" ")
            continue
        if category in _DROPPED or character in _BLANK:
            continue
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks <= _MOST_MARKS:
            kept.append(character)
    return " ".join("".join(kept).split())


def clean_address(text: str) -> str:
    """Return an e-mail address in lower case, its domain in ASCII (IDNA), its syntax unchecked.

    Raises:
        ValueError: for an address that can look like another: letters outside ASCII before the @ (a
            Kelvin sign becomes a k in lower case), or a label of the domain in more than one script.
    """
    tidy = text.strip()
    local, at, domain = tidy.rpartition("@")
    if not local.isascii():
        raise ValueError("letters")
    if not domain.isascii():
        labels = unicodedata.normalize("NFC", domain).split(".")
        if any(unicodedata.category(c)[0] not in "LMN" and c not in "-." for c in domain):
            raise ValueError("letters")
        if any(len(_scripts(label)) > 1 for label in labels):
            raise ValueError("scripts")
        try:
            domain = domain.encode("idna").decode("ascii")
        except UnicodeError as error:
            raise ValueError("domain") from error
    return f"{local}{at}{domain}".lower()


def _scripts(label: str) -> set[str]:
    """The scripts of a label's letters, by the first word of their Unicode names."""
    return {
        unicodedata.name(character, "UNKNOWN").split()[0]
        for character in label
        if character.isalpha()
    }
