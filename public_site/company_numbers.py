"""Numbers by which Indian companies are registered: GSTIN, the PAN inside it, CIN. Pure.

GSTIN, 15 characters (Central Goods and Services Tax Rules, 2017, rule 10(1): two characters for the
State code, ten for the PAN or TAN, two for the entity code, one checksum character). States are numbered
as in the Census of 2011, with 38 Ladakh, 97 other territory and 99 centre. The checksum is the Luhn
scheme in base 36 (0-9, A-Z): the values of the first fourteen characters are multiplied by 1 and 2 in
turn from the left, the two base-36 digits of each product are added up, and the check character
completes the sum to a multiple of 36.

PAN, ten characters (Income-tax Rules, 1962, rule 114; structure as the Income Tax Department publishes
it): five letters of which the fourth tells who holds it, four digits, a letter.

CIN, 21 characters (Companies Act, 2013; as the Ministry of Corporate Affairs issues it): L or U for
listed or not, five digits of industry, two letters of State, the year of incorporation, three letters
of class, six digits of registration. It has no checksum.
"""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants.kernel.errors import Invalid

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BASE = len(_ALPHABET)
_GSTIN = re.compile(r"\d{2}[A-Z]{5}\d{4}[A-Z][1-9A-Z][A-Z][0-9A-Z]")
_CIN = re.compile(r"[LU]\d{5}[A-Z]{2}(\d{4})([A-Z]{3})\d{6}")
_GSTIN_LENGTH, _CIN_LENGTH = 15, 21
_SPACES = re.compile(r"[\s.-]+")
_FIRST_COMPANIES_ACT = 1850

STATES: dict[str, str] = {
    "01": "Jammu and Kashmir", "02": "Himachal Pradesh", "03": "Punjab", "04": "Chandigarh",
    "05": "Uttarakhand", "06": "Haryana", "07": "Delhi", "08": "Rajasthan", "09": "Uttar Pradesh",
    "10": "Bihar", "11": "Sikkim", "12": "Arunachal Pradesh", "13": "Nagaland", "14": "Manipur",
    "15": "Mizoram", "16": "Tripura", "17": "Meghalaya", "18": "Assam", "19": "West Bengal",
    "20": "Jharkhand", "21": "Odisha", "22": "Chhattisgarh", "23": "Madhya Pradesh",
    "24": "Gujarat", "25": "Daman and Diu", "26": "Dadra and Nagar Haveli and Daman and Diu",
    "27": "Maharashtra", "28": "Andhra Pradesh (before 2014)", "29": "Karnataka", "30": "Goa",
    "31": "Lakshadweep", "32": "Kerala", "33": "Tamil Nadu", "34": "Puducherry",
    "35": "Andaman and Nicobar Islands", "36": "Telangana", "37": "Andhra Pradesh", "38": "Ladakh",
    "97": "Other territory", "99": "Centre",
}  # fmt: skip

PAN_HOLDERS: dict[str, Promise] = {
    "A": gettext_lazy("association of persons"),
    "B": gettext_lazy("body of individuals"),
    "C": gettext_lazy("company"),
    "E": gettext_lazy("limited liability partnership"),
    "F": gettext_lazy("firm"),
    "G": gettext_lazy("government"),
    "H": gettext_lazy("Hindu undivided family"),
    "J": gettext_lazy("artificial juridical person"),
    "L": gettext_lazy("local authority"),
    "P": gettext_lazy("individual"),
    "T": gettext_lazy("trust"),
}

_CIN_CLASSES = frozenset(
    ("FLC", "FTC", "GAP", "GAT", "GOI", "NPL", "OPC", "PLC", "PTC", "SGC", "ULL", "ULT")
)


@dataclass(frozen=True, slots=True)
class Gstin:
    """A GSTIN that can exist, and what it says."""

    number: str
    state: str
    pan: str
    holder: str


def checksum(first_fourteen: str) -> str:
    """Return the fifteenth character of a GSTIN from the fourteen before it."""
    total = 0
    for place, character in enumerate(first_fourteen):
        product = _ALPHABET.index(character) * (1 if place % 2 == 0 else 2)
        total += product // _BASE + product % _BASE
    return _ALPHABET[-total % _BASE]


def parse_gstin(text: str) -> Gstin:
    """Return a GSTIN, however it was typed.

    Raises:
        Invalid: (`gstin`) it cannot exist, with what is wrong about it. That it does exist, only its
            papers and the GST portal can show.
    """
    number = _SPACES.sub("", text).upper()
    if len(number) != _GSTIN_LENGTH:
        raise _bad(
            _("A GSTIN has 15 characters; this has %(n)d.") % {"n": len(number)}, "gstin", "length"
        )
    if not number.isascii() or not _GSTIN.fullmatch(number):
        raise _bad(
            _("A GSTIN is two digits, a PAN such as AAPFU0939F, and three characters more."),
            "gstin",
            "shape",
        )
    if number[:2] not in STATES:
        raise _bad(
            _("No State has the code %(code)s, with which this GSTIN begins.")
            % {"code": number[:2]},
            "gstin",
            "state",
        )
    if number[5] not in PAN_HOLDERS:
        raise _bad(
            _("The PAN inside cannot exist: its fourth letter is %(letter)s.")
            % {"letter": number[5]},
            "gstin",
            "pan",
        )
    if checksum(number[:-1]) != number[-1]:
        raise _bad(
            _("The last character does not fit the others: one of them is mistyped."),
            "gstin",
            "checksum",
        )
    return Gstin(number, STATES[number[:2]], number[2:12], str(PAN_HOLDERS[number[5]]))


def parse_cin(text: str, *, year: int) -> str:
    """Return a CIN, however it was typed; "" for none.

    Args:
        text: as typed.
        year: the current year; nobody was incorporated later.

    Raises:
        Invalid: (`cin`) it cannot exist.
    """
    number = _SPACES.sub("", text).upper()
    if not number:
        return ""
    found = _CIN.fullmatch(number) if number.isascii() else None
    if found is None or len(number) != _CIN_LENGTH:
        raise _bad(_("A CIN looks like U72200MH2009PTC123456."), "cin", "shape")
    if found[2] not in _CIN_CLASSES:
        raise _bad(
            _("No class of company is called %(name)s in a CIN.") % {"name": found[2]},
            "cin",
            "class",
        )
    if not _FIRST_COMPANIES_ACT <= int(found[1]) <= year:
        raise _bad(
            _("The year of incorporation in this CIN is %(year)s.") % {"year": found[1]},
            "cin",
            "year",
        )
    return number


def _bad(message: str, field: str, code: str) -> Invalid:
    return Invalid(message, field=field, code=code)
