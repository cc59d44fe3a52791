"""Pictures of a brand: read from an upload, made as small as their place needs, kept by what they contain.

Logo, sign-in picture and the certificate's background are typed by their content, never by name; metadata
does not survive. A stored file is never removed or replaced: certificates already issued point to theirs.
"""

import hashlib
import io
import warnings
from dataclasses import dataclass
from typing import cast

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from tenants.kernel import storage
from tenants.kernel.colour import luminance
from tenants.kernel.errors import Invalid

LOGO_BYTES_MAX = 5 * 1024 * 1024
PICTURE_BYTES_MAX = 10 * 1024 * 1024
PIXELS_MAX = 16_000_000
# What is kept of a logo: enough for a printed certificate, small enough for every page.
LOGO_BOX = (960, 480)
# Half of a wide screen, upright; what is kept may weigh that many bytes and no more.
SIGN_IN_SIZE = (960, 1200)
SIGN_IN_BYTES_MAX = 60_000
# A4 landscape (ISO 216) at 150 dots per inch; scans and exports are a little beside the ratio.
PAPER_SIZE = (1754, 1240)
PAPER_BYTES_MAX = 400_000
_PAPER_RATIO = 297 / 210
_RATIO_TOLERANCE = 0.04
# The lightest words on a certificate, and the contrast asked for: WCAG's 4.5 and a little for the grain.
_FAINTEST_WORDS = "#4b5563"
_WORDS_CONTRAST = 4.8
_QUALITIES = (82, 74, 66, 58, 50, 42)
_FORMATS = {"PNG", "JPEG", "WEBP"}
_UNREADABLE = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    OSError,
    ValueError,
    SyntaxError,
)


@dataclass(frozen=True)
class BrandPicture:
    """A picture made ready to be stored. Size in pixels."""

    name: str
    content: bytes
    content_type: str
    width: int
    height: int

    @property
    def digest(self) -> str:
        """What it contains, in short: another picture, another address."""
        return hashlib.sha256(self.content).hexdigest()[:16]


def store_picture(picture: BrandPicture) -> str:
    """Store a picture under its digest and return its key."""
    extension = picture.content_type.rpartition("/")[2]
    return storage.store(
        f"brand/{picture.name}-{picture.digest}.{extension}",
        picture.content,
        content_type=picture.content_type,
    )


def logo_of(upload: UploadedFile) -> BrandPicture:
    """Return a logo as PNG, within LOGO_BOX.

    Raises:
        Invalid: at `logo`, for anything that is not a PNG, JPEG or WebP of reasonable size.
    """
    picture = _read(upload, field="logo", bytes_max=LOGO_BYTES_MAX, least=(16, 16))
    picture.thumbnail(LOGO_BOX, Image.Resampling.LANCZOS)
    return _packed("logo", _bare(picture), "PNG", optimize=True)


def sign_in_picture_of(upload: UploadedFile) -> BrandPicture:
    """Return a sign-in picture as WebP of at most SIGN_IN_BYTES_MAX, cut to an upright 4:5 at its middle.

    Raises:
        Invalid: at `picture`, as for a logo, and below 480 × 480 pixels.
    """
    whole = _read(upload, field="picture", bytes_max=PICTURE_BYTES_MAX, least=(480, 480))
    scale = min(1.0, whole.width / SIGN_IN_SIZE[0], whole.height / SIGN_IN_SIZE[1])
    size = (round(SIGN_IN_SIZE[0] * scale), round(SIGN_IN_SIZE[1] * scale))
    picture = ImageOps.fit(_on_white(whole), size, Image.Resampling.LANCZOS)
    return _within("sign-in", picture, "WEBP", SIGN_IN_BYTES_MAX)


def background_of(upload: UploadedFile) -> BrandPicture:
    """Return a certificate's background as JPEG, as light as the words before it need.

    Raises:
        Invalid: at `background`, as for a logo, below 1000 × 700 pixels, and in another shape than A4's.
    """
    field = "background"
    picture = _on_white(_read(upload, field=field, bytes_max=PICTURE_BYTES_MAX, least=(1000, 700)))
    ratio = picture.width / picture.height
    if abs(ratio / _PAPER_RATIO - 1) > _RATIO_TOLERANCE:
        raise Invalid(
            _(
                "This picture has %(width)d × %(height)d pixels; it needs the shape of A4 on its side, "
                "such as 1754 × 1240."
            )
            % {"width": picture.width, "height": picture.height},
            field=field,
        )
    size = PAPER_SIZE if picture.width > PAPER_SIZE[0] else picture.size
    fitted = ImageOps.fit(picture, size, Image.Resampling.LANCZOS)
    return _within("background", _lightened(fitted), "JPEG", PAPER_BYTES_MAX)


def _read(
    upload: UploadedFile, *, field: str, bytes_max: int, least: tuple[int, int]
) -> Image.Image:
    """Return the upright picture in an upload, in RGB or RGBA.

    Raises:
        Invalid: at `field`, with what to do instead.
    """
    if (upload.size or 0) > bytes_max:
        raise Invalid(
            _("This file has %(has).1f MB; %(max)d MB are allowed.")
            % {"has": (upload.size or 0) / 1024**2, "max": bytes_max // 1024**2},
            field=field,
        )
    upload.seek(0)
    content = upload.read()
    if b"<svg" in content[:4096].lower():
        raise Invalid(
            _("SVG files can carry scripts and are not accepted. Save the picture as PNG or WebP."),
            field=field,
        )
    try:
        with warnings.catch_warnings():
            # Pillow warns of a decompression bomb before the limit of our own is asked.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=sorted(_FORMATS))
            _refuse_odd_sizes(picture, field, least)
            picture.load()
    except _UNREADABLE as error:
        raise Invalid(
            _("This file is not a PNG, JPEG or WebP picture, or it is damaged."), field=field
        ) from error
    upright = ImageOps.exif_transpose(picture)
    has_alpha = "A" in upright.getbands() or "transparency" in upright.info
    return upright.convert("RGBA" if has_alpha else "RGB")


def _refuse_odd_sizes(picture: Image.Image, field: str, least: tuple[int, int]) -> None:
    width, height = picture.size
    if width * height > PIXELS_MAX:
        raise Invalid(
            _("This picture has %(has)d megapixels; %(max)d are allowed. Make it smaller first.")
            % {"has": round(width * height / 1e6), "max": PIXELS_MAX // 1_000_000},
            field=field,
        )
    if width < least[0] or height < least[1]:
        raise Invalid(
            _("This picture is too small: it needs at least %(width)d × %(height)d pixels.")
            % {"width": least[0], "height": least[1]},
            field=field,
        )


def _bare(picture: Image.Image) -> Image.Image:
    """Return the pixels alone: what else a file says (EXIF, profiles, comments) stays behind."""
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    return bare


def _on_white(picture: Image.Image) -> Image.Image:
    ground = Image.new("RGB", picture.size, "#ffffff")
    ground.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    return ground


def _packed(name: str, picture: Image.Image, kind: str, **options: object) -> BrandPicture:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return BrandPicture(
        name, buffer.getvalue(), f"image/{kind.lower()}", picture.width, picture.height
    )


def _within(name: str, picture: Image.Image, kind: str, bytes_max: int) -> BrandPicture:
    """Return the best that fits: coarser first, then, for what will not be packed, smaller."""
    while True:
        for quality in _QUALITIES:
            packed = _packed(name, picture, kind, quality=quality)
            if len(packed.content) <= bytes_max:
                return packed
        picture = picture.resize(
            (picture.width * 3 // 4, picture.height * 3 // 4), Image.Resampling.LANCZOS
        )


def _lightened(picture: Image.Image) -> Image.Image:
    """Mix in as much white as the faintest words need on the darkest place behind them.

    What lies in the outer margin, where no words stand, is not asked, so that a drawn border on white
    paper stays as it is.
    """
    places = picture.resize((99, 70), Image.Resampling.BOX).crop((5, 5, 94, 65))
    colours = places.getcolors(places.width * places.height) or []
    darkest = min((_hex(pixel) for _count, pixel in colours), key=luminance)
    needed = _WORDS_CONTRAST * (luminance(_FAINTEST_WORDS) + 0.05) - 0.05
    ground, white = Image.new("RGB", (1, 1), darkest), Image.new("RGB", (1, 1), "#ffffff")
    percent = 0
    while luminance(_hex(Image.blend(ground, white, percent / 100).getpixel((0, 0)))) < needed:
        percent += 2
    return Image.blend(picture, Image.new("RGB", picture.size, "#ffffff"), percent / 100)


def _hex(pixel: object) -> str:
    red, green, blue = cast(tuple[int, int, int], pixel)
    return f"#{red:02x}{green:02x}{blue:02x}"
