"""What an uploaded file is, by its first bytes and by ffmpeg's word; never by its name."""

from pathlib import Path

import puremagic
from django.utils.translation import gettext as _

from learning.catalogue.gateways.ffmpeg import MediaError, MediaTimeout, Probe, probe
from tenants.kernel.errors import Invalid

LONGEST_MS = 4 * 3600 * 1000
SMALLEST_SIDE = 96
_HEAD = 4096
# ISO base media (MP4, MOV) names its first box after four bytes of length; Matroska has a magic.
_ISO_BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
_EBML = b"\x1a\x45\xdf\xa3"


def checked_video(path: Path, name: str) -> Probe:
    """Return a video's facts when it is one we take: MP4, MOV or WebM, up to four hours.

    Args:
        path: the uploaded bytes.
        name: what the author calls the file, for the message only.

    Raises:
        Invalid: it is something else, damaged beyond opening, too long or too small.
    """
    with path.open("rb") as handle:
        head = handle.read(_HEAD)
    if not (head[4:8] in _ISO_BOXES or head.startswith(_EBML)):
        raise Invalid(
            _("“%(name)s” is not a video: %(what)s. Upload an MP4, MOV or WebM file.")
            % {"name": name, "what": _describe(head)},
            field="video",
        )
    try:
        facts = probe(path)
    except MediaTimeout as error:
        raise Invalid(
            _("“%(name)s” could not be read in time. Export it again as MP4.") % {"name": name},
            field="video",
        ) from error
    except MediaError as error:
        raise Invalid(
            _("“%(name)s” cannot be opened: %(why)s") % {"name": name, "why": reason(error)},
            field="video",
        ) from error
    if facts.duration_ms > LONGEST_MS:
        raise Invalid(
            _("“%(name)s” is longer than four hours. Cut it into lessons.") % {"name": name},
            field="video",
        )
    if facts.duration_ms == 0:
        raise Invalid(_("“%(name)s” has no moving picture.") % {"name": name}, field="video")
    if min(facts.width, facts.height) < SMALLEST_SIDE:
        raise Invalid(
            _("“%(name)s” is only %(width)d × %(height)d pixels; nothing could be read on it.")
            % {"name": name, "width": facts.width, "height": facts.height},
            field="video",
        )
    return facts


def reason(error: MediaError) -> str:
    """Return why a video failed, in words its author can act on."""
    if isinstance(error, MediaTimeout):
        return _("processing took too long and was stopped. Export it again as MP4 (H.264).")
    if "moov atom not found" in error.detail:
        return _("the file is cut off, its index is missing. Export or copy it again.")
    if "Video:" not in error.detail and "Audio:" in error.detail:
        return _("it has sound but no picture. Choose the video file.")
    if "does not contain any stream" in error.detail:
        return _("it holds neither picture nor sound.")
    if "Decoder not found" in error.detail or "Unknown decoder" in error.detail:
        return _("its compression is not known here. Export it again as MP4 (H.264).")
    return _("the picture data is damaged. Export or copy it again.")


def _describe(head: bytes) -> str:
    if not head:
        return _("the file is empty")
    # Text first: a word at its start is enough to look like one of many rare kinds.
    if _is_text(head):
        return _("its content is plain text")
    try:
        found = puremagic.magic_string(head)
    except puremagic.PureError:
        found = []
    if found and found[0].confidence >= 0.4:
        return _("its content is %(kind)s") % {"kind": found[0].name or found[0].extension}
    return _("its content is not known here")


def _is_text(head: bytes) -> bool:
    # Up to four bytes of the last character may be cut off.
    if head.startswith((b"%PDF-", b"{\\rtf")):
        return False
    text = head.decode("utf-8", "ignore")
    lost = len(head) - len(text.encode())
    return lost < 4 and all(sign.isprintable() or sign in "\t\r\n\ufeff" for sign in text)
