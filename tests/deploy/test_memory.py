"""What a process has loaded is not looked through for garbage again."""

import gc

from deploy.memory import settle


def test_what_is_loaded_is_left_alone() -> None:
    gc.unfreeze()
    try:
        settle()
        assert gc.get_freeze_count() > 10_000
    finally:
        gc.unfreeze()
    assert gc.get_freeze_count() == 0
