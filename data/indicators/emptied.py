"""Which filter empties a table, and how many cells a question asks for: said before and instead of an empty page."""

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from data.access import Scope
from data.errors import PortalError
from data.filters import Filters, Population
from data.indicators.answers import by_area, when
from data.indicators.catalogue import indicator
from data.indicators.facts import facts
from data.indicators.measure import measure
from data.indicators.model import Measured
from data.states import State

if TYPE_CHECKING:
    from data.warehouse.release import Release

MOST_TRIED = 40
DATES = ("as_of", "from", "to")


def empty(measured: Measured) -> bool:
    """Whether no cell has a number other than zero."""
    return not any(cell.state is State.VALUE and cell.value for cell in measured.cells)


def emptied_by(release: "Release", scope: Scope, filters: Filters) -> tuple[tuple[str, ...], ...]:
    """The smallest sets of filters, each by its name in the query string, without which an empty table has numbers.

    () for a table that is not empty, and where nothing helps. Usually sets of one; two that empty it only together
    are each named. Raises what `measure` raises for the question itself.
    """
    if not empty(measure(release, scope, filters)):
        return ()
    names, tried = chosen_filters(filters), 0
    for size in range(1, len(names) + 1):
        found = []
        for some in combinations(names, size):
            tried += 1
            if tried <= MOST_TRIED and _answers(release, scope, without(filters, some)):
                found.append(some)
        if found or tried > MOST_TRIED:
            return tuple(found)
    return ()


def chosen_filters(filters: Filters) -> tuple[str, ...]:
    """The names of all that narrows a question, dimensions first; the indicator and the release do not."""
    dates = zip(DATES, (filters.as_of, filters.since, filters.until), strict=True)
    counted = ("population",) if filters.population is not Population.ALL else ()
    return (*dict(filters.where), *counted, *(name for name, day in dates if day))


def without(filters: Filters, names: tuple[str, ...]) -> Filters:
    """The same question with these filters taken off."""
    fields = {"as_of": "as_of", "from": "since", "to": "until"}
    off = {field: None for name, field in fields.items() if name in names}
    counted = Population.ALL if "population" in names else filters.population
    where = tuple((name, codes) for name, codes in filters.where if name not in names)
    return replace(filters, where=where, population=counted, **off)  # type: ignore[arg-type]


def cells_at_most(release: "Release", scope: Scope, filters: Filters) -> int:
    """How many cells an answer can have at most: periods × areas × codes of each breakdown. Counts no children.

    Codes that occur nowhere are left out of the answer itself, so that it may have fewer. Raises UnknownIndicator and
    BadFilter (dates in the wrong order).
    """
    known = facts(release)
    found, _, _ = when(known, indicator(filters.indicator), filters, scope.view)
    places = len(filters.chosen("area")) or len(known.areas) if by_area(filters) else 1
    cells = len(found) * places
    for dimension in filters.by:
        if dimension != "area":
            cells *= len(filters.chosen(dimension) or known.codes.get(dimension, ()))
    return cells


def _answers(release: "Release", scope: Scope, filters: Filters) -> bool:
    try:
        return not empty(measure(release, scope, filters))
    except PortalError:
        return False
