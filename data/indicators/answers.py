"""One question asked of one of a release's two files: its periods, what the SQL counts, the sheet of cells."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from data.access import Scope, View
from data.errors import NotPublished
from data.filters import Filters, Notice
from data.indicators.cells import Part, Parts, Sheet
from data.indicators.facts import Facts
from data.indicators.model import Basis, Cell, Indicator, Kind, Measured
from data.indicators.periods import Answer, Calendar, Period, periods
from data.indicators.question import Question, of_abuse
from data.states import Reach


def answer(known: Facts, told: Indicator, filters: Filters, view: View) -> Measured:
    """The answer of one file, whole: the public one's is what everybody sees. Raises NotPublished, BadFilter."""
    question, notices = asked(known, told, filters, view, view)
    parts = counted(known, question)
    if told.kind is Kind.PUBLISHED and len(question.periods) > 1:
        question = replace(question, periods=_published_periods(question, parts, known))
    sheet = Sheet(question, known, parts)
    areas = sheet.areas()
    bases = {period: sheet.basis(period, cells) for period, cells in areas.items()}
    whole = tuple(sheet.whole(areas, bases))
    cells = chosen(areas.values(), question.filters) if by_area(filters) else whole
    reach = Reach.NOWHERE if view is View.PUBLIC else Reach.EVERYWHERE
    return measured(sheet, cells, whole, tuple(bases.values()), notices, reach)


def measured(
    sheet: Sheet, cells: tuple[Cell, ...], whole: tuple[Cell, ...], bases: tuple[Basis, ...],
    notices: tuple[Notice, ...], reach: Reach,
) -> Measured:  # fmt: skip
    """The cells of a sheet as an answer."""
    filters = sheet.question.filters
    told = sheet.indicator.counting(filters.population)
    return Measured(told, filters, sheet.facts.release.info, cells, whole, bases, notices, reach)


def asked(
    known: Facts, told: Indicator, filters: Filters, view: View, dated: View, within: Scope | None = None
) -> tuple[Question, tuple[Notice, ...]]:
    """The question put to `view`'s file, and what had to be moved.

    `dated`: whose days and periods there are to choose from; `within`: whose rows alone are counted. Raises
    NotPublished where the public file has no table for it.
    """
    if of_abuse(told) and "silence" not in known.tables:
        raise NotPublished(dimensions="", indicator=told.code)
    found, answered, notices = when(known, told, filters, dated)
    question = Question(told, answered, found, view, _between_dates(found, known, view), within)
    if view is View.PUBLIC:
        question.require_published(known.tables)
    known.require_rows(question)
    return question, notices


def when(known: Facts, told: Indicator, filters: Filters, dated: View) -> Answer:
    """The periods of a question, its dates filled in, and what had to be moved."""
    calendar = _calendars(known, told)[dated]
    if told.kind is not Kind.PUBLISHED:
        return periods(told.kind, filters, calendar)
    latest = max(calendar.latest, known.published_on[-1]) if known.published_on else calendar.latest
    if not (filters.every or filters.since or filters.until):
        day = filters.as_of or latest
        return (Period(day, day),), replace(filters, as_of=day), ()
    since, until = filters.since or date.min, filters.until or filters.as_of or latest
    days = [day for day in known.published_on if since <= day <= until]
    return tuple(Period(day, day) for day in days), replace(filters, as_of=None, until=until), _no_step(filters)


def _calendars(known: Facts, told: Indicator) -> Mapping[View, Calendar]:
    if not of_abuse(told):
        return known.calendars
    return known.report_calendars if told.kind is Kind.FLOW else known.silence_calendars


def counted(known: Facts, question: Question) -> Parts:
    """What the SQL counted, by the last day of the period, the area and the breakdown."""
    if not question.periods:
        return {}
    sql = question.sql()
    _, rows = known.release.rows(question.view, sql, question.parameters(sql))
    end = 3 + len(question.by)
    return {(row[1], row[2], tuple(row[3:end])): Part(*row[end:]) for row in rows}


def by_area(filters: Filters) -> bool:
    """Whether the answer has a cell an area, or one for the country."""
    return "area" in filters.by or bool(filters.chosen("area"))


def chosen(areas: Iterable[Iterable[Cell]], filters: Filters) -> tuple[Cell, ...]:
    """The cells of the areas chosen; none chosen: all."""
    wanted = frozenset(filters.chosen("area"))
    return tuple(cell for cells in areas for cell in cells if not wanted or cell.area in wanted)


def _no_step(filters: Filters) -> tuple[Notice, ...]:
    return (Notice("published_dates"),) if filters.every else ()


def _between_dates(found: tuple[Period, ...], known: Facts, view: View) -> bool:
    """Whether some day asked for is none of those on which the internal file keeps stocks."""
    if view is View.PUBLIC:
        return False
    calendar = known.calendars[View.INTERNAL]
    kept = frozenset(calendar.dates)
    return any(period.until not in kept and period.until <= calendar.latest for period in found)


def _published_periods(question: Question, parts: Parts, known: Facts) -> tuple[Period, ...]:
    """The days of which there is a figure: for the country, or for any area where areas are asked for."""
    wanted = None if by_area(question.filters) else known.iso
    days = {day for day, area, _ in parts if wanted in (None, area)}
    return tuple(period for period in question.periods if period.until in days)
