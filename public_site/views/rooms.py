"""The two places where one applies: their addresses differ, everything else is the same."""

from dataclasses import dataclass

from django.urls import reverse

from public_site.enums import ReviewKind


@dataclass(frozen=True)
class Room:
    """Where one kind of application happens."""

    kind: ReviewKind
    prefix: str

    def url(self, name: str, **kwargs: object) -> str:
        """Return the address of one of its pages."""
        return reverse(f"public_site:{self.prefix}_{name}", kwargs=kwargs or None)

    @property
    def home(self) -> str:
        """Its front page."""
        return reverse(f"public_site:{self.prefix}")

    @property
    def urls(self) -> dict[str, str]:
        """Addresses that templates need, by name."""
        names = ("apply", "application", "send", "paper_add", "replies", "withdraw")
        return {name: self.url(name) for name in names}


ROOMS = {
    ReviewKind.INSTRUCTOR: Room(ReviewKind.INSTRUCTOR, "teach"),
    ReviewKind.COMPANY: Room(ReviewKind.COMPANY, "recruit"),
}
