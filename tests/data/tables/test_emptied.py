"""Which filter left nothing: each is taken off alone, and only what brings numbers back is named."""

from datetime import date

from data.errors import NotPublished
from data.filters import Filters, Population
from data.indicators.catalogue import indicator
from data.indicators.model import Cell, Measured
from data.states import State
from data.tables.emptied import is_empty, ways_out

DAY = date(2026, 9, 30)


def _answer(filters: Filters, *values: float | None) -> Measured:
    cells = tuple(
        Cell("A", DAY, DAY, (), value, value, None, State.SUPPRESSED if value is None else State.VALUE)
        for value in values
    )
    return Measured(indicator("entries"), filters, None, cells, cells, ())


def test_hidden_and_zero_numbers_are_no_numbers_here():
    assert is_empty(_answer(Filters(), None, 0.0))
    assert not is_empty(_answer(Filters(), None, 5.0))
    assert is_empty(NotPublished())


def test_the_filter_that_emptied_it_is_named_the_most_fruitful_first():
    asked = Filters(indicator="entries", population=Population.STATUS).choose(ministry=("X",), type=("q",), sex=("F",))

    def ask(filters: Filters):
        if not filters.chosen("ministry"):
            return _answer(filters, 5.0, 10.0, 15.0)
        if not filters.chosen("type"):
            return _answer(filters, 5.0, None)
        return NotPublished() if filters.chosen("sex") else _answer(filters, 0.0, None)

    found = ways_out(ask, asked)
    assert [(way.dropped, way.found) for way in found] == [("ministry", 3), ("type", 1)]
    assert found[0].filters == asked.choose(ministry=())


def test_a_breakdown_the_population_and_the_date_can_be_to_blame():
    asked = Filters(indicator="entries", as_of=DAY, population=Population.STATUS, by=("area", "reason"))

    def ask(filters: Filters):
        full = "reason" in filters.by and filters.population is Population.STATUS and filters.as_of
        return NotPublished() if full else _answer(filters, 5.0)

    assert {way.dropped for way in ways_out(ask, asked)} == {"by_reason", "population", "as_of"}


def test_nothing_is_blamed_where_nothing_helps():
    assert ways_out(lambda filters: _answer(filters, None), Filters().choose(type=("q",))) == ()
