import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.kernel.money import Money

amounts = st.integers(-(10**12), 10**12)


@given(amounts, st.lists(st.integers(0, 10**6), min_size=1, max_size=12).filter(any))
def test_shares_add_up_to_the_paisa_and_stay_within_one_of_exact(
    minor: int, weights: list[int]
) -> None:
    shares = Money(minor).split(weights)
    assert sum(share.minor for share in shares) == minor
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share.minor * sum(weights) - minor * weight) < sum(weights)


@given(amounts, amounts)
def test_adding_and_taking_away_are_inverse(a: int, b: int) -> None:
    assert Money(a) + Money(b) - Money(b) == Money(a)


@pytest.mark.parametrize(
    ("minor", "shown"),
    [
        (0, "₹0"),
        (99_900, "₹999"),
        (1_24_500_00, "₹1,24,500"),
        (1_24_500_50, "₹1,24,500.50"),
        (-5_00_00_000_00, "−₹5,00,00,000"),
        (1_00_00_00_000_00, "₹1,00,00,00,000"),
    ],
)
def test_rupees_are_grouped_as_in_india(minor: int, shown: str) -> None:
    assert str(Money(minor)) == shown


def test_other_currencies_are_grouped_by_thousands() -> None:
    assert str(Money(123_456_789, "USD")) == "$1,234,567.89"
    assert str(Money(123_456, "JPY")) == "JPY 123,456"


def test_currencies_do_not_mix_and_floats_are_refused() -> None:
    with pytest.raises(ValueError, match="do not add up"):
        Money(1, "INR") + Money(1, "USD")
    with pytest.raises(TypeError, match="whole minor units"):
        Money(1.0)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="Unknown currency"):
        Money(1, "XXX")
    with pytest.raises(ValueError, match="Weights"):
        Money(10).split([0, 0])
