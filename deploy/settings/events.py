"""Who reacts to what. The only place where an event meets its handlers.

`inline` handlers run in the publisher's schema and transaction, in this order; one that raises undoes
the whole act. `public` and `same` handlers are delivered by a job after commit, retried by the sweeper,
once per event, in the shared schema or in the publisher's own.
"""

from tenants.kernel.reactions import Reactions

EVENTS: dict[str, Reactions] = {}
