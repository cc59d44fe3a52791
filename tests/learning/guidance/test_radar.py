"""The radar's shape: what is larger lies further out, and nothing leaves the picture."""

import math

from hypothesis import given
from hypothesis import strategies as st

from learning.guidance.radar import radar_of

VALUES = st.lists(st.integers(min_value=0, max_value=100), min_size=3, max_size=8)


def points(text: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in text.split())]


@given(values=VALUES)
def test_every_point_is_as_far_out_as_its_value(values: list[int]) -> None:
    found = radar_of([f"S{n}" for n in range(len(values))], values)
    assert found is not None
    assert [round(math.hypot(*point)) for point in points(found.now)] == values
    assert found.before == ""
    assert len(found.labels) == len(found.dots) == len(values)


def test_two_axes_or_nine_span_no_radar() -> None:
    assert radar_of(["a", "b"], [1, 2]) is None
    assert radar_of([str(n) for n in range(9)], list(range(9))) is None


def test_the_first_axis_points_up() -> None:
    found = radar_of(["a", "b", "c", "d"], [100, 0, 0, 0], [50, 50, 50, 50])
    assert found is not None
    assert points(found.now)[0] == (0.0, -100.0)
    assert points(found.before) == [(0.0, -50.0), (50.0, 0.0), (0.0, 50.0), (-50.0, 0.0)]
    assert [label.anchor for label in found.labels] == ["middle", "start", "middle", "end"]
