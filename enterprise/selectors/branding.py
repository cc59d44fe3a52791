"""The company's brand, as every page, mail and certificate wears it."""

import hashlib
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import QuerySet

from enterprise.models import Branding
from enterprise.models.branding import DEFAULT_COLOUR, DEFAULT_FRAME
from learning.credentials.api import CertificateFrame, Design, Sheet, sample_sheet
from tenants.kernel import storage
from tenants.kernel.brand_icon import ICON_KINDS, draw_icon
from tenants.kernel.clock import now
from tenants.kernel.colour import contrast, parse_hex, readable_on_white
from tenants.kernel.errors import Invalid
from tenants.kernel.names import link
from tenants.kernel.statements import Written
from tenants.kernel.words import initials
from tenants.schemas import current_tenant

_WHITE = "#ffffff"


@dataclass(frozen=True)
class BrandInfo:
    """A brand. Colours are `#rrggbb`; sizes are pixels; what there is no picture of has no address."""

    name: str
    colour: str = DEFAULT_COLOUR
    asked_colour: str = DEFAULT_COLOUR
    logo_key: str = ""
    logo_digest: str = ""
    logo_width: int = 0
    logo_height: int = 0
    picture_key: str = ""
    picture_digest: str = ""
    frame: str = DEFAULT_FRAME
    background_key: str = ""
    background_digest: str = ""
    signatory_name: str = ""
    signatory_title: str = ""

    @property
    def is_moved(self) -> bool:
        """Whether the colour worn is darker than the one asked for."""
        return self.colour != self.asked_colour

    @property
    def asked_contrast(self) -> float:
        """The contrast of white on the colour asked for, 1 to 21."""
        return contrast(self.asked_colour, _WHITE)

    @property
    def contrast(self) -> float:
        """The contrast of white on the colour worn, 1 to 21; at least 4.5."""
        return contrast(self.colour, _WHITE)

    @property
    def mail_logo_url(self) -> str:
        """The logo's absolute address, for mails; empty without a logo."""
        return link(self.logo_url) if self.logo_url else ""

    @property
    def logo_url(self) -> str:
        """The path of the logo; it changes with every new logo, so it may be cached for ever."""
        return f"/brand/logo/{self.logo_digest}.png" if self.logo_digest else ""

    @property
    def picture_url(self) -> str:
        """The path of the picture beside the form of signing in; empty without one, kept as the logo."""
        return f"/brand/picture/{self.picture_digest}.webp" if self.picture_digest else ""

    @property
    def background_url(self) -> str:
        """The path of the picture behind certificates' words; empty without one, kept as the logo."""
        return f"/brand/background/{self.background_digest}.jpg" if self.background_digest else ""

    @property
    def icon_digest(self) -> str:
        """What the icon is made of, in short; it changes with every change of the icon."""
        made_of = f"{self.colour} {self.logo_digest} {initials(self.name)}"
        return hashlib.sha256(made_of.encode()).hexdigest()[:16]

    @property
    def tab_icon_url(self) -> str:
        """The icon's path for a browser's tab."""
        return icon_url(self, "32")

    @property
    def home_icon_url(self) -> str:
        """The icon's path for the home screen of an iPhone, which reads no manifest's icons."""
        return icon_url(self, "180")

    @property
    def css_url(self) -> str:
        """The path of the stylesheet that sets the colour; it changes with the colour."""
        return f"/brand.css?v={self.colour.removeprefix('#')}"


def brand_of_company() -> BrandInfo:
    """Return the entered company's brand: one query."""
    name = current_tenant().name
    for row in _ONLY.rows():
        return BrandInfo(name, *row)
    return BrandInfo(name)


def _only() -> "QuerySet[Branding, Any]":
    stored = (field.name for field in fields(BrandInfo) if field.name != "name")
    return Branding.objects.order_by("pk").values_list(*stored)[:1]


_ONLY = Written(_only)


def picture_of_company(kind: str, digest: str) -> bytes | None:
    """Return a picture of the entered company's brand; None for what is none, or not any longer.

    Args:
        kind: `logo`, `picture` or `background`.
        digest: as in its path.

    """
    brand = brand_of_company()
    if not digest or getattr(brand, f"{kind}_digest") != digest:
        return None
    try:
        return storage.read(getattr(brand, f"{kind}_key"))
    except FileNotFoundError:
        return None


def sample_certificate(
    *, colour: str, frame: str, signatory_name: str, signatory_title: str, learner_name: str
) -> Sheet:
    """Return how a certificate would look, without saving anything.

    Args:
        colour: as it is typed; what is no colour leaves the one that is worn.
        frame: a CertificateFrame; what is none leaves the one that is worn.
        signatory_name: who would sign.
        signatory_title: their position.
        learner_name: whose name stands on it.

    """
    brand, tenant = brand_of_company(), current_tenant()
    try:
        worn = readable_on_white(parse_hex(colour))
    except Invalid:
        worn = brand.colour
    return sample_sheet(
        design=Design(
            issuer_name=brand.name,
            colour=worn,
            signatory_name=signatory_name,
            signatory_title=signatory_title,
            frame=frame if frame in CertificateFrame.values else brand.frame,
        ),
        learner_name=learner_name,
        issued_at=now(),
        time_zone=tenant.time_zone,
    )


@dataclass(frozen=True)
class TriedColour:
    """A colour as asked for and as it would be worn, `#rrggbb`, each with white's contrast on it."""

    asked: str
    worn: str
    asked_contrast: float
    contrast: float

    @property
    def is_moved(self) -> bool:
        """Whether it would be worn darker than asked for."""
        return self.asked != self.worn


def try_colour(text: str) -> TriedColour:
    """Return what would become of a colour, without saving it.

    Raises:
        Invalid: at `colour`, when it is none.

    """
    asked = parse_hex(text)
    worn = readable_on_white(asked)
    return TriedColour(asked, worn, contrast(asked, _WHITE), contrast(worn, _WHITE))


def icon_url(brand: BrandInfo, kind: str) -> str:
    """Return the path of a company's icon, one of ICON_KINDS; it may be cached for ever."""
    return f"/brand/icon/{brand.icon_digest}-{kind}.png"


def icon_of_company(digest: str) -> bytes | None:
    """Return the entered company's icon as PNG; None for what is none, or not any longer.

    Args:
        digest: as in the path: what it is made of, a hyphen, which of ICON_KINDS.

    """
    made_of, _hyphen, kind = digest.rpartition("-")
    brand = brand_of_company()
    if kind not in ICON_KINDS or made_of != brand.icon_digest:
        return None
    logo = None
    if brand.logo_key:
        try:
            logo = storage.read(brand.logo_key)
        except FileNotFoundError:
            logo = None  # what storage lost must not take the icon along
    return draw_icon(kind=kind, colour=brand.colour, initials=initials(brand.name), logo=logo)
