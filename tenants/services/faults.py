"""What an error of the database means for whoever waits for a company."""

import psycopg

from tenants.backend.away import causes, is_away
from tenants.enums import ProvisioningFault

# By SQLSTATE, see "PostgreSQL Error Codes" in its manual.
_BY_STATE = {
    "53100": ProvisioningFault.DISK_FULL,
    "53": ProvisioningFault.BUSY,  # memory, connections, locks
    "55": ProvisioningFault.BUSY,  # a lock not to be had in time
    "40": ProvisioningFault.BUSY,  # deadlock
}


def fault_of(error: BaseException) -> ProvisioningFault:
    """Return what to tell of an error, looking at what caused it too."""
    if is_away(error):
        return ProvisioningFault.UNREACHABLE
    for cause in causes(error):
        if isinstance(cause, psycopg.Error):
            state = cause.sqlstate or ""
            for known, fault in _BY_STATE.items():
                if state.startswith(known):
                    return fault
    return ProvisioningFault.OTHER
