"""Money: whole minor units of a currency, never a float."""

from dataclasses import dataclass
from typing import Self

# ISO 4217 minor-unit exponents of the currencies we deal in.
_EXPONENTS = {"INR": 2, "USD": 2, "EUR": 2, "GBP": 2, "AED": 2, "SGD": 2, "JPY": 0}
_SYMBOLS = {"INR": "₹", "USD": "$", "EUR": "€", "GBP": "£"}


@dataclass(frozen=True, order=False)
class Money:
    """An amount in minor units (paise for INR) of one currency.

    Raises:
        ValueError: for a currency we do not know.
        TypeError: when the amount is not an int.

    """

    minor: int
    currency: str = "INR"

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError("Money is counted in whole minor units.")
        if self.currency not in _EXPONENTS:
            raise ValueError(f"Unknown currency {self.currency!r}")

    def _same(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add up")

    def __add__(self, other: "Money") -> Self:
        self._same(other)
        return type(self)(self.minor + other.minor, self.currency)

    def __sub__(self, other: "Money") -> Self:
        self._same(other)
        return type(self)(self.minor - other.minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        self._same(other)
        return self.minor < other.minor

    def times(self, quantity: int) -> Self:
        """Return the amount taken `quantity` times."""
        return type(self)(self.minor * quantity, self.currency)

    def split(self, weights: list[int]) -> list[Self]:
        """Share the amount out by weight so that the shares add up to it exactly.

        The minor units left over by rounding down go to the largest remainders, first come first
        (Hare-Niemeyer).

        Raises:
            ValueError: when no weight is positive or one is negative.

        """
        total = sum(weights)
        if total <= 0 or min(weights) < 0:
            raise ValueError("Weights must not be negative, and one must be positive.")
        sign = -1 if self.minor < 0 else 1
        amount = abs(self.minor)
        shares = [amount * weight // total for weight in weights]
        by_remainder = sorted(
            range(len(weights)), key=lambda index: -(amount * weights[index] % total)
        )
        for index in by_remainder[: amount - sum(shares)]:
            shares[index] += 1
        return [type(self)(sign * share, self.currency) for share in shares]

    def __str__(self) -> str:
        """As printed in India: ₹1,24,500 and ₹1,24,500.50; other currencies by thousands."""
        exponent = _EXPONENTS[self.currency]
        whole, part = divmod(abs(self.minor), 10**exponent)
        grouped = _lakh(whole) if self.currency == "INR" else f"{whole:,}"
        decimals = f".{part:0{exponent}d}" if part else ""
        symbol = _SYMBOLS.get(self.currency, f"{self.currency} ")
        return f"{'−' if self.minor < 0 else ''}{symbol}{grouped}{decimals}"


def _lakh(number: int) -> str:
    """Group digits as Indian practice does: the last three, then by twos."""
    digits = str(number)
    head, tail = digits[:-3], digits[-3:]
    groups = []
    while head:
        groups.append(head[-2:])
        head = head[:-2]
    return ",".join([*reversed(groups), tail])
