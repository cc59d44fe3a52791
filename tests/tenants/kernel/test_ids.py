import time

from hypothesis import given
from hypothesis import strategies as st

from tenants.kernel.ids import normalise_code, readable_code, uuid7


def test_uuid7_has_version_variant_and_time() -> None:
    before = time.time_ns() // 1_000_000
    made = uuid7()
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert before <= made.int >> 80 <= time.time_ns() // 1_000_000


def test_uuid7s_are_distinct_and_ordered_by_millisecond() -> None:
    made = [uuid7() for _ in range(2000)]
    assert len(set(made)) == 2000
    stamps = [one.int >> 80 for one in made]
    assert stamps == sorted(stamps)


@given(st.integers(1, 6), st.sampled_from(["lower", "spaces", "none"]))
def test_a_code_is_recognised_however_it_is_typed(groups: int, habit: str) -> None:
    code = readable_code(groups)
    typed = {
        "lower": code.lower().replace("0", "o").replace("1", "l"),
        "spaces": f" {code.replace('-', ' ')} ",
        "none": code.replace("-", ""),
    }[habit]
    assert normalise_code(typed) == code
