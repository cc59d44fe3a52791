"""Does what standard input asks for, in the way whose settings it has, and answers each line with a list of numbers.

python -m deploy.benchmarks.inside.tenancy.serve WAY

    rest                       nothing; who is answered knows that it is loaded
    companies SCHEMA HOST...   requests go to these by turns; where there is one schema only, to SCHEMA
    request QUERIES NUMBER     the nanoseconds of this process' CPU that so many requests take
    add NUMBER                 nothing; so many companies more are there (ours)
    touch                      megabytes of a fresh backend, and of the largest while each company is read
    make SCHEMA...             seconds that each takes as django-tenants makes it
    migrate SCHEMA...          and as it migrates it
"""

import json
import sys
from collections.abc import Callable
from importlib import import_module

import django

_HERE = "deploy.benchmarks.inside.tenancy"


def main(way: str) -> int:
    """Answer until standard input ends."""
    django.setup()
    asking = import_module(f"{_HERE}.asking").Asking(way)
    memory, provision, stock = (
        import_module(f"{_HERE}.{name}") for name in ("memory", "provision", "stock")
    )
    acts: dict[str, Callable[..., list[float]]] = {
        "rest": list,
        "companies": asking.companies,
        "request": asking.request,
        "add": provision.add_companies,
        "touch": lambda: memory.touch(way),
        "make": lambda *schemas: stock.walk("make", schemas),
        "migrate": lambda *schemas: stock.walk("migrate", schemas),
    }
    for line in sys.stdin:
        act, *words = line.split()
        sys.stdout.write(json.dumps(acts[act](*words)) + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
