"""Names that look like other names. Two with one skeleton pass for each other at a glance.

After Unicode Technical Standard 39 (Unicode security mechanisms), section 4, with what it leaves to
the application: digits for letters, and pairs of letters that merge in small type.
"""

import unicodedata

# In the order in which they are replaced: a pair first, then single characters.
SLUG_PAIRS = (("rn", "m"), ("vv", "w"))
# What looks like what. A hyphen looks like nothing at all, so it goes; it must stay last, as Postgres'
# `translate` drops what has no counterpart.
SLUG_FOLD = (
    ("0", "o"),
    ("1", "l"),
    ("i", "l"),
    ("3", "e"),
    ("4", "a"),
    ("5", "s"),
    ("7", "t"),
    ("8", "b"),
    ("9", "g"),
    ("-", ""),
)
_FOLD = str.maketrans(dict(SLUG_FOLD))
# Letters of other scripts that are drawn like Latin ones (from UTS 39's confusables, lower case).
_FOREIGN = str.maketrans(
    dict(
        zip(
            "аеорсухѕіјһԁԛԝкмтвнґгпαβγεηικνορστυχωϲɑɡıſ",
            "aeopcyxsijhdqwkmtbhrrnabyenlkvopotuxwcagif",
            strict=True,
        )
    )
)
# Our own names, as skeletons.
_BRAND_WHOLE = ("smh", "salesmastery", "masteryhub")
_BRAND_WITHIN = "salesmasteryhub"


def slug_skeleton(slug: str) -> str:
    """Return what is left of a subdomain when everything that looks alike is the same."""
    for looks, like in SLUG_PAIRS:
        slug = slug.replace(looks, like)
    return slug.translate(_FOLD)


def name_skeleton(name: str) -> str:
    """Return the same of a name in any script: compatibility forms, accents, spaces and signs gone."""
    plain = unicodedata.normalize("NFKD", name).casefold().translate(_FOREIGN)
    letters = "".join(character for character in plain if character.isalnum())
    return slug_skeleton(letters)


def looks_like_us(name: str) -> bool:
    """Whether people would take a name for ours."""
    skeleton = name_skeleton(name)
    return name_skeleton(_BRAND_WITHIN) in skeleton or skeleton in {
        name_skeleton(own) for own in _BRAND_WHOLE
    }


def has_hidden_characters(name: str) -> bool:
    """Whether a name holds marks that are not seen: zero-width, direction, control, unassigned.

    The two joiners are allowed where Indian scripts need them: between letters that are not Latin.
    """
    for place, character in enumerate(name):
        if character in "\u200c\u200d":
            around = name[max(0, place - 1) : place] + name[place + 1 : place + 2]
            if not around or any(ord(one) < 0x0900 for one in around if one not in " "):
                return True
        elif unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn"):
            return True
    return False


def mixes_scripts(name: str) -> bool:
    """Whether a single word mixes Latin with Greek or Cyrillic, which no real name does."""
    for word in name.split():
        scripts = {
            unicodedata.name(letter, "").split(" ")[0] for letter in word if letter.isalpha()
        }
        if "LATIN" in scripts and scripts & {"CYRILLIC", "GREEK"}:
            return True
    return False
