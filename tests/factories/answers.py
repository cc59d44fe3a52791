"""What people type and upload when they apply. No Django in here: journeys use it too."""

import io
from typing import Any

from PIL import Image
from pypdf import PdfWriter

LESSON = "Ask first. Then listen. " * 20
INSTRUCTOR: dict[str, dict[str, Any]] = {
    "profile": {
        "headline": "Twelve years of pharma field sales",
        "bio_language": "hi",
        "bio": "मैंने बारह साल नागपुर और रायपुर में दवाइयाँ बेचीं और नए साथियों को सिखाया। " * 2,
    },
    "teaching": {"subjects": ["objections", "closing"], "languages": ["hi", "en"]},
    "experience": {
        "selling_years": "12",
        "selling": "Generics to chemists.",
        "teaching_years": "3",
        "teaching": "Trainees of my region.",
        "links": "https://example.com/talk\nhttps://example.org/",
    },
    "sample": {"sample_kind": "text", "sample_title": "The ₹400 question", "sample_body": LESSON},
}


def pdf(pages: int = 1) -> bytes:
    """Return a small PDF."""
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(72, 72)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def picture(kind: str = "PNG") -> bytes:
    """Return a small picture."""
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), "#1e40af").save(buffer, kind)
    return buffer.getvalue()
