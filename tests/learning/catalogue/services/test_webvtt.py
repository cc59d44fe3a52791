"""Captions are read strictly, and what is wrong is told by line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.catalogue.services.webvtt import BadCaptions, Cue, read_webvtt

GOOD = (
    "WEBVTT - a title\n\nSTYLE\n::cue { color: red }\n\nNOTE nothing\n\n"
    "1\n00:00.000 --> 00:01.500 align:start\nनमस्ते\nसब लोग\n\n"
    "01:00:02.000 --> 01:00:03.000\nBye\n"
)


def test_a_good_file() -> None:
    text, cues = read_webvtt(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert text == GOOD
    assert cues == (Cue(0, 1500, "नमस्ते\nसब लोग"), Cue(3_602_000, 3_603_000, "Bye"))


def wrong(text: str | bytes, **options: int) -> list[int]:
    with pytest.raises(BadCaptions) as refused:
        read_webvtt(text if isinstance(text, bytes) else text.encode(), **options)
    return [problem.line for problem in refused.value.problems]


CUE = "WEBVTT\n\n00:01.000 --> 00:02.000\nA\n"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [1]),
        ("hello", [1]),
        ("WEBVTTX\n\n00:01.000 --> 00:02.000\nA", [1]),
        ("WEBVTT\n\n", [1]),
        ("WEBVTT\n\n00:01,000 --> 00:02,000\nA", [3]),
        ("WEBVTT\n\n1\n00:01.000 -> 00:02.000\nA", [3]),
        ("WEBVTT\n\n00:02.000 --> 00:01.000\nA", [3]),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n\nA", [3, 5]),
        (CUE + "00:03.000 --> 00:04.000\nB", [5]),
        (CUE + "\n00:00.500 --> 00:04.000\nB", [6]),
        ("1\n00:00:01,000 --> 00:00:02,000\nA", [1]),
        (CUE.encode("utf-16"), [1]),
        (CUE.encode() + b"\xe9", [5]),
    ],
)
def test_bad_files_say_where(text: str | bytes, lines: list[int]) -> None:
    assert wrong(text) == lines


def test_a_caption_begins_before_the_video_ends() -> None:
    assert wrong(CUE, duration_ms=1000) == [3]
    assert read_webvtt(CUE.encode(), duration_ms=1001)[1] == (Cue(1000, 2000, "A"),)


def test_a_subrip_file_is_called_by_its_name() -> None:
    with pytest.raises(BadCaptions, match="SubRip"):
        read_webvtt(b"1\n00:00:01,000 --> 00:00:02,000\nA\n")


@given(st.binary(max_size=400))
def test_bytes_are_captions_or_told_why_not(data: bytes) -> None:
    try:
        told: object = read_webvtt(b"WEBVTT\n\n" + data)[1]
    except BadCaptions as refused:
        told = refused.problems
    assert told
