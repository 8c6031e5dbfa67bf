"""A citation says what was asked, of which release, and where to see it again."""

from datetime import UTC, date, datetime

from data.export.citation import citation, period, permalink
from data.export.rows import Names
from data.filters import Filters, Known, Population, from_query
from data.indicators.catalogue import catalogue
from data.indicators.model import Cell, Measured, ReleaseInfo
from data.states import State
from geo.text import Lang

DAY = date(2024, 12, 31)
RELEASE = ReleaseInfo("2024-12-31-r1", "ua", datetime(2025, 1, 2, tzinfo=UTC), DAY, True, "abc")
CELL = Cell("UA", DAY, DAY, (), 5.0, 5.0, None, State.VALUE)
FILTERS = Filters("children_in_institutions", DAY, population=Population.STATUS).choose(ministry=("MES", "MSP"))
MEASURED = Measured(catalogue()["children_in_institutions"], FILTERS, RELEASE, (CELL,), (CELL,), ())
NAMES = Names(Lang.EN, {"ministry": "Ministry"}, {"ministry": {"MES": "Education", "MSP": "Social Policy"}})
PATTERN = "{indicator}; {population}{filters}; {period}. {release} of {published}. {address}"


def test_it_names_everything_that_was_chosen() -> None:
    told = citation(MEASURED, PATTERN, "https://portal.example/indicators", NAMES)
    assert told.startswith("Children in institutions; status; Ministry: Education, Social Policy; 2024-12-31. ")
    assert "2024-12-31-r1 of 2025-01-02." in told


def test_the_permalink_asks_the_same_question_of_the_same_release() -> None:
    address, _, query = permalink(MEASURED, "https://portal.example/indicators").partition("?")
    known = Known(frozenset(catalogue()), frozenset({RELEASE.id}), {"ministry": frozenset({"MES", "MSP"})})
    filters, notices = from_query(query, known)
    assert (address, notices, filters.release) == ("https://portal.example/indicators", (), RELEASE.id)
    assert (filters.where, filters.as_of, filters.population) == (FILTERS.where, DAY, Population.STATUS)


def test_a_series_says_from_when_to_when() -> None:
    other = Cell("UA", date(2020, 1, 1), date(2020, 12, 31), (), 5.0, 5.0, None, State.VALUE)
    series = Measured(MEASURED.indicator, FILTERS, RELEASE, (other, CELL), (), ())
    assert period(series) == "2020-01-01 – 2024-12-31"
    assert period(MEASURED) == "2024-12-31"
    assert period(Measured(MEASURED.indicator, FILTERS, RELEASE, (), (), ())) == "2024-12-31"
