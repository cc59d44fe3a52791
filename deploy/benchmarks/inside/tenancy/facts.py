"""What a part of the benchmark hands back."""

Facts = dict[str, object]


def figure(
    name: str,
    n: int,
    unit: str,
    measured: float,
    floor: float,
    *,
    reach: float | None = None,
    limit: float | None = None,
    sampled: int = 0,
) -> Facts:
    """Return one figure as `deploy.benchmarks.Figure` takes it."""
    return {
        "name": name,
        "n": n,
        "unit": unit,
        "measured": measured,
        "floor": floor,
        "reach": reach,
        "limit": limit,
        "sampled": sampled,
    }
