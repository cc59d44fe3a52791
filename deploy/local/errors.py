"""The one exception of the embedded stack: a start that cannot go on, said in one line."""


class CannotStart(Exception):
    """The stack cannot start; the message is one line that says what to do about it."""
