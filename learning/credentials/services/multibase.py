"""Base58 (Bitcoin alphabet) and Multikey, as Controlled Identifiers 1.0 writes keys and signatures.

Sources: W3C Controlled Identifiers 1.0, sections 2.2.2 (Multikey), 2.4 (Multibase), 3.1 and 3.2 (base
encoding and decoding).
"""

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)}
# A signature of 64 bytes takes 88 letters. Longer text is nothing of ours and costs quadratic time.
_LONGEST = 200
# Multicodec ed25519-pub (0xed) as a varint.
_ED25519_PUBLIC = b"\xed\x01"


def encode_base58(data: bytes) -> str:
    """Return bytes in base 58; each leading zero byte becomes a `1`."""
    number = int.from_bytes(data)
    letters = ""
    while number:
        number, value = divmod(number, 58)
        letters = _ALPHABET[value] + letters
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + letters


def decode_base58(text: str) -> bytes:
    """Return the bytes that `encode_base58` wrote.

    Raises:
        ValueError: when a letter is not of the alphabet, or the text is longer than any key or signature.
    """
    if len(text) > _LONGEST:
        raise ValueError("Too long for a key or a signature.")
    number = 0
    for letter in text:
        if letter not in _VALUES:
            raise ValueError(f"{letter!r} is not a base58 letter.")
        number = number * 58 + _VALUES[letter]
    body = number.to_bytes((number.bit_length() + 7) // 8)
    return b"\0" * (len(text) - len(text.lstrip("1"))) + body


def to_multibase(data: bytes) -> str:
    """Return bytes as multibase base58-btc, which begins with `z`."""
    return f"z{encode_base58(data)}"


def from_multibase(text: str) -> bytes:
    """Return the bytes of a multibase base58-btc text; raises ValueError for any other base."""
    if not text.startswith("z"):
        raise ValueError("Only base58-btc (z) is read.")
    return decode_base58(text[1:])


def ed25519_multikey(public_key: bytes) -> str:
    """Return a 32-byte Ed25519 public key as `publicKeyMultibase`; it begins with `z6Mk`."""
    return to_multibase(_ED25519_PUBLIC + public_key)
