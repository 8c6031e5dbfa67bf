"""Which published figures stand beside a line."""

from collections.abc import Iterable

from data.filters import Population
from data.published import Published


def published_points(figures: Iterable[Published], population: Population) -> tuple[Published, ...]:
    """The preferred figures of the whole country and of those who are counted (or of institutions), by date."""
    fitting = [
        one for one in figures
        if one.preferred and one.value is not None and not one.ministry and not one.type
        and one.disaggregation in ("", "_T", "T") and one.population in ("", str(population))
    ]  # fmt: skip
    return tuple(sorted(fitting, key=lambda one: one.on))
