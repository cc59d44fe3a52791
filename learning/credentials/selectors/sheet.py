"""A certificate as it is set on the page, on screen and on paper alike."""

from dataclasses import dataclass
from datetime import datetime

import segno
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from learning.credentials.enums import NATIVE_HEADINGS, CertificateFrame
from learning.credentials.models import Certificate
from learning.credentials.selectors.colour import readable_ground
from learning.credentials.selectors.lettering import name_size
from learning.credentials.selectors.rosette import Ring, rosette
from tenants.kernel.clock import local
from tenants.kernel.names import public_link

# The bar is drawn in a box of this many units; segments are at least this wide, with this gap.
_BAR_UNITS = 1000.0
_GAP = 8.0
_MOST_SEGMENTS = 12


@dataclass(frozen=True)
class Segment:
    """One part of the bar: where it begins and how long it is, in thousandths of the whole."""

    x: str
    width: str


@dataclass(frozen=True)
class Sheet:
    """Everything that a certificate says, ready to be set; dates in the zone of the schema's owner."""

    code: str
    verify_url: str
    verify_address: str
    issuer_name: str
    colour: str
    frame: str
    heading_native: str
    name: str
    name_language: str
    name_size: str
    latin_name: str
    course_title: str
    version_number: int
    lessons: str
    study_time: str
    score_percent: int | None
    issued_on: str
    signatory_name: str
    signatory_title: str
    segments: tuple[Segment, ...]
    segments_label: str
    rings: tuple[Ring, ...]
    qr: SafeString

    @property
    def is_centred(self) -> bool:
        """Whether the words stand in the middle of the sheet; the band has them at its side."""
        return self.frame != CertificateFrame.BAND


def sheet_of(certificate: Certificate, *, time_zone: str) -> Sheet:
    """Return the sheet of a certificate, in English whoever looks: it is one signed document.

    Args:
        certificate: any, revoked ones too.
        time_zone: IANA name of the zone its date is written in.
    """
    with override("en"):
        return _sheet(certificate, time_zone)


def _sheet(certificate: Certificate, time_zone: str) -> Sheet:
    native = certificate.learner_native_name
    verify_url = public_link(f"/verify/{certificate.code}/")
    modules = len(certificate.segments)
    return Sheet(
        code=certificate.code,
        verify_url=verify_url,
        verify_address=public_link("/verify").split("://", 1)[1],
        issuer_name=certificate.issuer_name,
        colour=readable_ground(certificate.colour),
        frame=certificate.frame,
        heading_native=NATIVE_HEADINGS.get(certificate.learner_native_language, "")
        if native
        else "",
        name=native or certificate.learner_name,
        name_language=certificate.learner_native_language if native else "",
        name_size=name_size(
            native or certificate.learner_name,
            certificate.learner_native_language if native else "",
        ),
        latin_name=certificate.learner_name if native else "",
        course_title=certificate.course_title,
        version_number=certificate.version_number,
        lessons=ngettext("%(count)d lesson", "%(count)d lessons", certificate.lessons_total)
        % {"count": certificate.lessons_total},
        study_time=study_time(certificate.duration_minutes),
        score_percent=certificate.score_percent,
        issued_on=day(certificate.issued_at, time_zone),
        signatory_name=certificate.signatory_name,
        signatory_title=certificate.signatory_title,
        segments=lay_segments(certificate.segments),
        segments_label=ngettext(
            "%(count)d module completed", "All %(count)d modules completed", modules
        )
        % {"count": modules},
        rings=rosette(certificate.code),
        qr=qr_svg(verify_url),
    )


def day(moment: datetime, time_zone: str) -> str:
    """Return a date as it is written on a certificate, such as 18 December 2026."""
    return date_format(local(moment, time_zone), "j F Y")


def study_time(minutes: int) -> str:
    """Return a length of time in words: minutes below an hour and a half, then hours to the half."""
    if minutes < 90:
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    halves = round(minutes / 30)
    if halves % 2:
        return _("%(count)s hours") % {"count": f"{halves // 2}½"}
    return ngettext("%(count)d hour", "%(count)d hours", halves // 2) % {"count": halves // 2}


def lay_segments(weights: list[int]) -> tuple[Segment, ...]:
    """Return the bar's parts, each as long as its module has lessons; beyond twelve, equal twelfths."""
    parts = [max(1, weight) for weight in weights] or [1]
    if len(parts) > _MOST_SEGMENTS:
        parts = [1] * _MOST_SEGMENTS
    unit = (_BAR_UNITS - _GAP * (len(parts) - 1)) / sum(parts)
    start = 0.0
    laid = []
    for part in parts:
        laid.append(Segment(x=f"{start:.1f}", width=f"{part * unit:.1f}"))
        start += part * unit + _GAP
    return tuple(laid)


def qr_svg(url: str) -> SafeString:
    """Return a QR code as inline SVG (ISO/IEC 18004, level Q: readable with a quarter of it damaged)."""
    code = segno.make_qr(url, error="q")
    # Path data only; the address itself is not in the markup.
    return SafeString(code.svg_inline(border=0, omitsize=True, svgclass="qr-code", lineclass=None))
