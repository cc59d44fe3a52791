"""Real files the journey brings: a list of people, a logo, a video, captions."""

import csv
import io
import subprocess
from pathlib import Path

import imageio_ffmpeg
from PIL import Image, ImageDraw

from tests.journeys.story import HINDI, TAMIL, TEAM

_OTHERS = (
    "Rohan Deshpande", "Sneha Joshi", "Farhan Qureshi", "Pooja Nair", "Vikram Shetty",
    "Anjali Menon", "Siddharth Patil", "Neha Gupta", "Arjun Reddy", "Divya Iyer",
    "Manish Chauhan", "Ritu Saxena", "Karthik Subramanian", "Swati Bhosale", "Aditya Kulkarni",
    "Meghna Das", "Harpreet Singh", "Lakshmi Pillai", "Nikhil Jain", "Tanvi Shah",
    "Yusuf Khan", "Gauri Sawant", "Deepak Yadav",
)  # fmt: skip
# What is wrong with two of the 25 rows, by the line of the file it stands on.
NO_ADDRESS, REPEATED = 5, 9


def people_csv() -> bytes:
    """Return 25 employees as a spreadsheet program writes them: one has half an address, one another's."""
    rows = [[HINDI[0], HINDI[1], HINDI[2], "hi"], [TAMIL[0], TAMIL[1], TAMIL[2], "ta"]]
    rows += [[name, _mail(name), "", ""] for name in _OTHERS]
    rows[NO_ADDRESS - 2][1] = "sneha.joshi@"
    rows[REPEATED - 2][1] = HINDI[1]
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(
        [
            "Name",
            "E-mail",
            "Name in own script",
            "Language of name",
            "Employee ID",
            "Team",
            "Job title",
        ]
    )
    for number, row in enumerate(rows, start=1):
        team, title = (
            (TEAM, "Sales executive") if number <= 12 else ("Nashik sales", "Site visit host")
        )
        writer.writerow([*row, f"VH-{number:03}", team, title])
    return "\ufeff".encode() + out.getvalue().encode()


def right_address(line: int) -> str:
    """Return the address that belongs on a line of that file."""
    return _mail(_OTHERS[line - 4])


def _mail(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@vindhya.example"


def logo_png() -> bytes:
    """Return a logo: white hills on nothing, 640 × 200 px."""
    image = Image.new("RGBA", (640, 200), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.polygon([(20, 180), (140, 30), (260, 180)], fill=(32, 92, 72, 255))
    draw.polygon([(150, 180), (240, 80), (330, 180)], fill=(226, 158, 60, 255))
    for number, height in enumerate((60, 90, 120, 90)):
        draw.rectangle(
            (380 + number * 60, 180 - height, 420 + number * 60, 180), fill=(32, 92, 72, 255)
        )
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def video_mp4(folder: Path, *, seconds: int = 8) -> Path:
    """Make a real MP4 of a test picture and a tone, 1280 × 720 px, H.264 and AAC."""
    path = folder / "site-visit.mp4"
    sources = [
        "-f", "lavfi", "-i", f"testsrc=size=1280x720:rate=25:duration={seconds}",
        "-f", "lavfi", "-i", f"sine=frequency=330:duration={seconds}",
    ]  # fmt: skip
    codecs = [
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-pix_fmt",
        "yuv420p",
        "-c:a",
        "aac",
        "-shortest",
    ]
    subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-loglevel", "error", *sources, *codecs, str(path)],
        check=True,
    )
    return path


CAPTIONS = """WEBVTT

00:00.000 --> 00:03.500
Walk the flat with the family, not ahead of it.

00:03.500 --> 00:08.000
Ask: who else has to see it before you decide?
"""
