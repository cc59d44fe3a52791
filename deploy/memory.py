"""What a process does with its memory once it has loaded the product."""

import gc


def settle() -> None:
    """Take all that was loaded out of what the collector of garbage looks through.

    Code, models and addresses stay for as long as the process. Without this the collector walks all of
    them, hundreds of thousands of objects, each time enough new ones have outlived a few requests, and
    somebody's page waits for it (measured: an eighth of a second, once in some fifty pages).
    """
    gc.collect()
    gc.freeze()
