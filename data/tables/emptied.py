"""Which filter left nothing to show: each is taken off in turn, and what comes back is counted. Pure but for `ask`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from data.errors import PortalError
from data.filters import Filters, Population
from data.indicators.emptied import empty
from data.indicators.model import Cell, Measured
from data.tables.pivot import has_value

Ask = Callable[[Filters], Measured | PortalError]


@dataclass(frozen=True)
class Way:
    """One way out: without `dropped` the question is `filters` and has `found` numbers.

    `dropped` is a dimension, "population", "as_of", or "by_" and a breakdown.
    """

    dropped: str
    filters: Filters
    found: int


def is_empty(answer: Measured | PortalError) -> bool:
    """Whether an answer has no number other than zero."""
    return isinstance(answer, PortalError) or empty(answer)


def ways_out(ask: Ask, filters: Filters) -> tuple[Way, ...]:
    """The filters and breakdowns that, each taken off alone, bring numbers back; the most fruitful first.

    Empty when no single one does. `ask` answers a question or gives the error that refuses it.
    """
    found = []
    for dropped, fewer in _fewer(filters):
        answer = ask(fewer)
        if not is_empty(answer) and isinstance(answer, Measured):
            found.append(Way(dropped, fewer, sum(_speaks(cell) for cell in answer.cells)))
    return tuple(sorted(found, key=lambda way: -way.found))


def _fewer(filters: Filters) -> Iterator[tuple[str, Filters]]:
    """The question without one of its parts, part by part."""
    for dimension, _ in filters.where:
        yield dimension, filters.choose(**{dimension: ()})
    for dimension in filters.by:
        yield f"by_{dimension}", replace(filters, by=tuple(one for one in filters.by if one != dimension))
    if filters.population is not Population.ALL:
        yield "population", replace(filters, population=Population.ALL)
    if filters.as_of or filters.since or filters.until:
        yield "as_of", replace(filters, as_of=None, since=None, until=None)


def _speaks(cell: Cell) -> bool:
    return has_value(cell) and cell.value != 0
