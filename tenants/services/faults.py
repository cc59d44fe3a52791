"""What an error of the database means for whoever waits for a company."""

from collections.abc import Iterator

import psycopg

from tenants.enums import ProvisioningFault

# By SQLSTATE, see "PostgreSQL Error Codes" in its manual.
_BY_STATE = {
    "53100": ProvisioningFault.DISK_FULL,
    "53": ProvisioningFault.BUSY,  # memory, connections, locks
    "55": ProvisioningFault.BUSY,  # a lock not to be had in time
    "40": ProvisioningFault.BUSY,  # deadlock
    "08": ProvisioningFault.UNREACHABLE,
    "57": ProvisioningFault.UNREACHABLE,  # shutting down, or starting
}


def fault_of(error: BaseException) -> ProvisioningFault:
    """Return what to tell of an error, looking at what caused it too."""
    for cause in _causes(error):
        if isinstance(cause, psycopg.Error):
            state = cause.sqlstate or ""
            for known, fault in _BY_STATE.items():
                if state.startswith(known):
                    return fault
            if isinstance(cause, psycopg.OperationalError) and not state:
                return ProvisioningFault.UNREACHABLE  # nobody was there to give it a code
    return ProvisioningFault.OTHER


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__
