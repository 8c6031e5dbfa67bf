"""The only maker of numbers: one question about a release, within a scope, answered in cells."""

from collections import OrderedDict
from dataclasses import replace
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from data.access import Scope, View
from data.errors import BadFilter
from data.filters import Filters, Notice
from data.indicators.catalogue import indicator
from data.indicators.cells import Part, Parts, Sheet
from data.indicators.facts import Facts, facts
from data.indicators.model import Cell, Indicator, Kind, Measured
from data.indicators.periods import Answer, Calendar, Period, periods
from data.indicators.question import Question, check

if TYPE_CHECKING:
    from data.warehouse.release import Release

ANSWERS_KEPT = 2000
_ANSWERS: "WeakKeyDictionary[Release, OrderedDict[tuple[Scope, Filters], Measured]]" = WeakKeyDictionary()
_LOCK = Lock()


def measure(release: "Release", scope: Scope, filters: Filters) -> Measured:
    """Answer one question.

    A stock is asked at `as_of` (None: the newest date), a flow over the twelve months ending there; `every`, `since`
    and `until` ask for a series. Areas that are chosen, or "area" in `by`, give one cell an area; else the country.
    Answers are kept: a release never changes. Raises UnknownIndicator, NotAllowed (a breakdown, filter or population
    the indicator does not have; `adapt` drops them), NotPublished (no public table has this combination), BadFilter.
    """
    with _LOCK:
        kept = _ANSWERS.setdefault(release, OrderedDict())
        found = kept.get((scope, filters))
        if found is not None:
            kept.move_to_end((scope, filters))
            return found
    answer = _answer(release, scope, filters)
    with _LOCK:
        kept[scope, filters] = answer
        while len(kept) > ANSWERS_KEPT:
            kept.popitem(last=False)
    return answer


def _answer(release: "Release", scope: Scope, filters: Filters) -> Measured:
    told = indicator(filters.indicator)
    check(filters, told)
    known = facts(release)
    _check_codes(known, filters)
    areas = _exact_areas(scope, filters, known)
    if areas.issuperset(known.areas):
        return _measured(known, told, filters, View.INTERNAL, View.INTERNAL)
    public = _measured(known, told, filters, View.PUBLIC, View.PUBLIC)
    if not areas:
        return public
    exact = _measured(known, told, filters, View.INTERNAL, View.PUBLIC)
    cells = [cell for cell in public.cells if cell.area not in areas]
    cells += [cell for cell in exact.cells if cell.area in areas]
    cells.sort(key=lambda cell: (cell.until, known.order[cell.area], cell.dimensions))
    return replace(public, cells=tuple(cells))


def _check_codes(known: Facts, filters: Filters) -> None:
    for dimension, codes in filters.where:
        for code in codes:
            if code not in known.codes.get(dimension, codes):
                raise BadFilter(dimension=dimension, value=code[:60])


def _exact_areas(scope: Scope, filters: Filters, known: Facts) -> frozenset[str]:
    """The areas in which this scope may see exact numbers of this question; elsewhere it sees what is public."""
    areas = scope.exact_areas(filters.chosen("ministry"))
    return frozenset(known.areas) if areas is None else areas & frozenset(known.areas)


def _measured(known: Facts, told: Indicator, filters: Filters, view: View, dated: View) -> Measured:
    """The answer of one of the two files; `dated`: whose days and periods there are to choose from."""
    calendar = known.calendars[dated]
    asked, answered, notices = _periods(told, filters, known, calendar)
    question = Question(told, answered, asked, view, _between_dates(asked, known, view))
    if view is View.PUBLIC:
        question.require_published(known.tables)
    parts = _parts(known, question)
    if told.kind is Kind.PUBLISHED and len(asked) > 1:
        question = replace(question, periods=_published_periods(question, parts, known))
    sheet = Sheet(question, known, parts)
    areas = sheet.areas()
    bases = {period: sheet.basis(period, cells) for period, cells in areas.items()}
    whole = tuple(sheet.whole(areas, bases))
    cells = _chosen(areas, filters) if _by_area(filters) else whole
    return Measured(
        told.counting(answered.population), answered, known.release.info, cells, whole, tuple(bases.values()), notices
    )


def _periods(told: Indicator, filters: Filters, known: Facts, calendar: Calendar) -> Answer:
    if told.kind is not Kind.PUBLISHED:
        return periods(told.kind, filters, calendar)
    latest = max(calendar.latest, known.published_on[-1]) if known.published_on else calendar.latest
    if not (filters.every or filters.since or filters.until):
        day = filters.as_of or latest
        return (Period(day, day),), replace(filters, as_of=day), ()
    since, until = filters.since or date.min, filters.until or filters.as_of or latest
    days = [day for day in known.published_on if since <= day <= until]
    return tuple(Period(day, day) for day in days), replace(filters, as_of=None, until=until), _no_step(filters)


def _no_step(filters: Filters) -> tuple[Notice, ...]:
    return (Notice("published_dates"),) if filters.every else ()


def _between_dates(asked: tuple[Period, ...], known: Facts, view: View) -> bool:
    """Whether some day asked for is none of those on which the internal file keeps stocks."""
    if view is View.PUBLIC:
        return False
    calendar = known.calendars[View.INTERNAL]
    kept = frozenset(calendar.dates)
    return any(period.until not in kept and period.until <= calendar.latest for period in asked)


def _published_periods(question: Question, parts: Parts, known: Facts) -> tuple[Period, ...]:
    """The days of which there is a figure: for the country, or for any area where areas are asked for."""
    wanted = None if _by_area(question.filters) else known.iso
    days = {day for day, area, _ in parts if wanted in (None, area)}
    return tuple(period for period in question.periods if period.until in days)


def _parts(known: Facts, question: Question) -> Parts:
    """What the SQL counted, by the last day of the period, the area and the breakdown."""
    if not question.periods:
        return {}
    sql = question.sql()
    _, rows = known.release.rows(question.view, sql, question.parameters(sql))
    end = 3 + len(question.by)
    return {(row[1], row[2], tuple(row[3:end])): Part(*row[end:]) for row in rows}


def _by_area(filters: Filters) -> bool:
    return "area" in filters.by or bool(filters.chosen("area"))


def _chosen(areas: dict[Period, list[Cell]], filters: Filters) -> tuple[Cell, ...]:
    wanted = frozenset(filters.chosen("area"))
    return tuple(cell for cells in areas.values() for cell in cells if not wanted or cell.area in wanted)
