"""What a service says when it will not do as asked. Views and the API turn these into answers."""


class DomainError(Exception):
    """A rule said no. The message is for the person, in their language.

    Args:
        message: what happened and what to do.
        field: the form field it belongs to, empty for the form as a whole.
        code: a stable word for programs.

    """

    status = 400
    default_code = "error"

    def __init__(self, message: str, *, field: str = "", code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.code = code or self.default_code


class Invalid(DomainError):
    """The input cannot be accepted as it is."""

    status = 422
    default_code = "invalid"


class Refused(DomainError):
    """The person may not do this."""

    status = 403
    default_code = "refused"


class Missing(DomainError):
    """There is no such thing here."""

    status = 404
    default_code = "missing"


class Conflict(DomainError):
    """Somebody or something else got there first."""

    status = 409
    default_code = "conflict"
