"""Marks a view that takes more than any request may carry."""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


def takes_large_body(view: View) -> View:
    """Let bodies of any size through to this view, which judges their length before it reads."""
    view.takes_large_body = True  # type: ignore[attr-defined]
    return view
