"""The company's brand, as every page, mail and certificate wears it."""

from dataclasses import dataclass

from enterprise.models import Branding
from enterprise.models.branding import DEFAULT_COLOUR
from tenants.kernel.colour import contrast
from tenants.kernel.names import link
from tenants.schemas import current_tenant

_WHITE = "#ffffff"


@dataclass(frozen=True)
class BrandInfo:
    """A brand. Colours are `#rrggbb`; sizes are pixels; a company without a logo has no logo_url."""

    name: str
    colour: str = DEFAULT_COLOUR
    asked_colour: str = DEFAULT_COLOUR
    logo_key: str = ""
    logo_digest: str = ""
    logo_width: int = 0
    logo_height: int = 0
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
    def css_url(self) -> str:
        """The path of the stylesheet that sets the colour; it changes with the colour."""
        return f"/brand.css?v={self.colour.removeprefix('#')}"


def brand_of_company() -> BrandInfo:
    """Return the entered company's brand: one query."""
    row = Branding.objects.first()
    name = current_tenant().name
    if row is None:
        return BrandInfo(name=name)
    return BrandInfo(
        name=name,
        colour=row.colour,
        asked_colour=row.asked_colour,
        logo_key=row.logo_key,
        logo_digest=row.logo_digest,
        logo_width=row.logo_width,
        logo_height=row.logo_height,
        signatory_name=row.signatory_name,
        signatory_title=row.signatory_title,
    )
