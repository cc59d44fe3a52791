"""What the API has promised: a snapshot of v1 for each kind of host, and what may still become of it.

Within `/api/v1/` we only add (decision 11). `promise.py` reads out of the description what a program can rely
on, `keeping.py` says what of it a change would break, and `v1-company.json` and `v1-public.json` are what was
promised so far; `manage.py api_contract` writes additions into them.
"""
