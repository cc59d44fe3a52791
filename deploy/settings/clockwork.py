"""What happens by the clock. The only place where a periodic job gets its interval.

A job named here runs in the shared schema (`PUBLIC`), in each company's (`COMPANIES`), or in all of
them. What is due at a moment of its own (the end of a trial, quiet hours) is a job put off until then.
"""

from tenants.kernel.clockwork import Every, Where

CLOCKWORK: dict[str, Every] = {
    "tenants.tick": Every(minutes=1, where=Where.PUBLIC),
    "tenants.stock_spares": Every(minutes=5, where=Where.PUBLIC),
    "tenants.sweep_schemas": Every(hours=1, where=Where.PUBLIC),
    "accounts.keep_house": Every(hours=6, where=Where.ALL),
    "catalogue.complete_next": Every(hours=6, where=Where.ALL),
    "notify.tend": Every(minutes=5, where=Where.ALL),
    "notify.keep_house": Every(hours=24, where=Where.ALL),
    "api_access.keep_house": Every(hours=6, where=Where.ALL),
    "privacy.keep_house": Every(hours=24, where=Where.ALL),
}
