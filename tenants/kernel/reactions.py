"""The form of a line in the table of events and handlers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reactions:
    """Dotted paths of the functions that react to one event.

    Args:
        inline: run at once, in the publisher's schema and transaction.
        same: delivered after commit, in the publisher's schema.
        public: delivered after commit, in the shared schema.

    """

    inline: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    public: tuple[str, ...] = ()

    @property
    def delivered(self) -> tuple[tuple[str, str], ...]:
        """The delivered handlers, each with the schema it runs in: `same` or `public`."""
        return tuple((path, "same") for path in self.same) + tuple(
            (path, "public") for path in self.public
        )
