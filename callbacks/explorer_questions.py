"""What each of the explorer's views asks of the data."""

from dataclasses import replace
from datetime import date, timedelta

from data.filters import Every, Filters
from data.indicators.catalogue import indicator
from data.indicators.model import Indicator
from data.tables.pivot import TIME
from geo.countries import Country
from layouts.address import Address
from layouts.explored import MODES
from layouts.pages.indicators_table import plan


def main_question(view: str, address: Address, country: Country) -> Filters:
    """The question behind the view's figure or table."""
    filters, told = address.filters, indicator(address.filters.indicator)
    if view == "compare":
        return _compared(address, country)
    if view == "table":
        return _table(filters, address.across)
    if view == "composition":
        return yearly(replace(filters, by=(_part(filters, told),) if _part(filters, told) else ()))
    if view == "pyramid":
        return on_date(replace(filters, by=tuple(one for one in ("age", "sex") if one in told.breakdowns)))
    if view == "multiples":
        return yearly(replace(filters.choose(area=()), by=("area",)))
    if view in ("map", "ranking"):
        return on_date(replace(filters.choose(area=()), by=("area",)))
    return yearly(filters)


def side_questions(view: str, address: Address) -> dict[str, Filters]:
    """The other questions of a view, by name."""
    filters = address.filters
    if view == "map":
        series = replace(yearly(filters.choose(area=())), by=("area",), since=None, until=None, every=Every.YEAR)
        return {"series": series}
    if view == "composition":
        return {"wholes": yearly(replace(filters, by=()))}
    return _totals(filters, address.across) if view == "table" else {}


def yearly(filters: Filters) -> Filters:
    """The question as a series: by year unless the reader chose a step."""
    until = filters.until or filters.as_of
    return replace(filters, as_of=None, until=until, every=filters.every or Every.YEAR)


def on_date(filters: Filters) -> Filters:
    """The question on its date alone."""
    return replace(filters, as_of=filters.as_of or filters.until, since=None, until=None, every=None)


def _part(filters: Filters, told: Indicator) -> str:
    parts = [one for one in told.breakdowns if one != "area"]
    return next((one for one in filters.by if one in parts), parts[0] if parts else "")


def _table(filters: Filters, across: str) -> Filters:
    rows, columns = plan(filters, across)
    return yearly(filters) if TIME in (*rows, columns) else on_date(filters)


def _totals(filters: Filters, across: str) -> dict[str, Filters]:
    """The wholes of a table: of each column, of each row, of everything."""
    rows, columns = plan(filters, across)
    if TIME in rows:
        return {}
    found = {"totals": _table(replace(filters, by=() if columns in (TIME, "") else (columns,)), "")}
    if columns == TIME:
        return {"totals": yearly(replace(filters, by=()))}
    if columns:
        found["totals"] = on_date(replace(filters, by=(columns,)))
        found["sums"] = on_date(replace(filters, by=tuple(one for one in rows if one != TIME)))
        found["grand"] = on_date(replace(filters, by=()))
    return found


def _compared(address: Address, country: Country) -> Filters:
    filters, mode = address.filters, address.compare or MODES[0]
    if mode == MODES[0]:
        since = filters.since or _after_breaks(country, filters.until or filters.as_of)
        return yearly(replace(filters.choose(area=()), by=("area",), since=since, every=Every.YEAR))
    if mode == "neighbours":
        return on_date(replace(filters.choose(area=()), by=("area",)))
    own, other = filters.chosen("area"), country.resolve(mode)
    wanted = (*own, *((other,) if other and own else ()))
    return yearly(replace(filters.choose(area=wanted), by=("area",), every=filters.every))


def _after_breaks(country: Country, until: date | None) -> date | None:
    """A year after the last break before `until`: a series takes that long to settle (see `layouts.findings`)."""
    breaks = [day for day in country.break_dates if until is None or day < until]
    return max(breaks) + timedelta(days=365) if breaks else None
