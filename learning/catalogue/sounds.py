"""Indian scripts as the Latin letters they sound like, so that likeness of spelling can be measured.

Postgres' trigrams know no Indian letter in a C locale, and see two words where somebody took the other
of two vowels. The scripts share one layout (ISCII, kept by Unicode chapter 12), so one table of offsets
serves all: long and short vowels, and letters told apart by breath or by the tongue's place alone,
become one. It also lets "paiplain" find "पाइपलाइन".
"""

# First code points of Devanagari, Bengali, Tamil and Telugu.
_BLOCKS = (0x0900, 0x0980, 0x0B80, 0x0C00)
# From an offset on, the letters of the following signs; "-" goes without a sound, " " stands for none.
_SOUNDS = (
    (0x01, "nn-"),  # candrabindu, anusvara, visarga
    (0x05, "aaiiuurleeeeoooo"),
    (0x15, "kkggnccjjnttddnttddnnppbbmyrrlllvsssh"),
    (0x3C, "--aiiuurreeeeoooo-"),  # nukta, avagraha, vowel signs, virama
    (0x58, "kkgjddfy"),
    (0x66, "0123456789"),
)


def _table() -> tuple[str, str]:
    heard, silent = {}, []
    for block in _BLOCKS:
        for start, sounds in _SOUNDS:
            for offset, sound in enumerate(sounds, start):
                if sound == "-":
                    silent.append(chr(block + offset))
                else:
                    heard[chr(block + offset)] = sound
    return "".join(heard) + "".join(silent), "".join(heard.values())


# Arguments of SQL's translate(): what has no counterpart at the end of the first is left out.
SIGNS, LETTERS = _table()
_SOUND_OF = {ord(sign): LETTERS[at] if at < len(LETTERS) else "" for at, sign in enumerate(SIGNS)}


def sounded(text: str) -> str:
    """Return a text as SQL's `translate(text, SIGNS, LETTERS)` does."""
    return text.translate(_SOUND_OF)
