"""Which days and periods a question is about, and what to say when the asked ones are not there. Pure."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from data.errors import BadFilter
from data.filters import Every, Filters, Notice
from data.indicators.model import Kind

MONTHS = {Every.YEAR: 12, Every.QUARTER: 3, Every.MONTH: 1}
YEARS_AHEAD = 5


@dataclass(frozen=True)
class Period:
    """From `since` to `until`, both included; a day when they are equal. `unfinished`: it goes on after `until`."""

    since: date
    until: date
    unfinished: bool = False


@dataclass(frozen=True)
class Calendar:
    """What a view has: `dates` of stocks, ascending; `flows` its periods, None where any period can be counted."""

    dates: tuple[date, ...]
    covers_to: date
    flows: frozenset[tuple[date, date]] | None = None
    any_day: bool = False

    @property
    def latest(self) -> date:
        """The newest date there are numbers for."""
        return self.dates[-1] if self.dates else self.covers_to

    def at_or_before(self, day: date) -> date:
        """The nearest date that can be answered, not after `day`; the first date if none is so early."""
        day = min(day, self.latest)
        if self.any_day or not self.dates:
            return max(day, self.dates[0]) if self.dates else day
        return self.dates[max(bisect_right(self.dates, day) - 1, 0)]


Answer = tuple[tuple[Period, ...], Filters, tuple[Notice, ...]]


def periods(kind: Kind, filters: Filters, calendar: Calendar) -> Answer:
    """The periods of a question, the question with its dates filled in, and what had to be moved.

    One day (a stock) or the twelve months ending on it (a flow) unless `every`, or `since` and `until`, ask for more.
    """
    if filters.every is None and not (filters.since or filters.until):
        return _single(kind, filters, calendar)
    if filters.every is None and kind is Kind.FLOW and filters.since and filters.until:
        return _given(filters, filters.since, filters.until, calendar)
    return _series(kind, filters, calendar)


def twelve_months_to(until: date) -> date:
    """The first day of the twelve months that end on `until`."""
    after = until + timedelta(days=1)
    return date(after.year - 1, 3, 1) if (after.month, after.day) == (2, 29) else after.replace(year=after.year - 1)


def _single(kind: Kind, filters: Filters, calendar: Calendar) -> Answer:
    asked = filters.as_of or calendar.latest
    if kind is Kind.FLOW and calendar.flows is not None:
        ends = sorted(until for since, until in calendar.flows if since == twelve_months_to(until))
        day = ends[max(bisect_right(ends, asked) - 1, 0)] if ends else calendar.at_or_before(asked)
    else:
        day = calendar.at_or_before(asked)
    since = twelve_months_to(day) if kind is Kind.FLOW else day
    return (Period(since, day),), replace(filters, as_of=day), _moved(filters.as_of, day)


def _given(filters: Filters, since: date, until: date, calendar: Calendar) -> Answer:
    if since > until:
        raise BadFilter(dimension="from", value=str(since))
    if calendar.flows is None or (since, until) in calendar.flows:
        return (Period(since, until),), filters, ()
    single, answered, _ = _single(Kind.FLOW, replace(filters, since=None, until=None, as_of=until), calendar)
    found = single[0]
    notice = Notice("period_moved", (("from", str(found.since)), ("to", str(found.until))))
    return single, replace(answered, as_of=None, since=found.since, until=found.until), (notice,)


def _series(kind: Kind, filters: Filters, calendar: Calendar) -> Answer:
    every, notices = _step(filters.every or Every.YEAR, calendar)
    last = filters.until or filters.as_of or calendar.latest
    last = min(last, date(calendar.latest.year + YEARS_AHEAD, 12, 31))
    start = calendar.dates[0] if calendar.dates else last
    first = max(filters.since or start, start)
    found = _stocks if kind is Kind.STOCK else _flows
    answered = replace(filters, as_of=None, since=first, until=last, every=every)
    return tuple(found(first, last, every, calendar)), answered, notices


def _step(every: Every, calendar: Calendar) -> tuple[Every, tuple[Notice, ...]]:
    if every is Every.MONTH and calendar.flows is not None:
        return Every.QUARTER, (Notice("every_moved", (("asked", every), ("answered", Every.QUARTER))),)
    return every, ()


def _steps(first: date, last: date, every: Every) -> Iterator[tuple[date, date]]:
    """The calendar years, quarters or months that touch [first, last], as (first day, last day)."""
    step = MONTHS[every]
    for month in range(first.year * 12, last.year * 12 + 12, step):
        since, until = _month(month), _month(month + step) - timedelta(days=1)
        if until >= first and since <= last:
            yield since, until


def _month(index: int) -> date:
    return date(index // 12, index % 12 + 1, 1)


def _stocks(first: date, last: date, every: Every, calendar: Calendar) -> list[Period]:
    """The last days of the steps; the latest date stands for the step still running."""
    days = []
    for since, until in _steps(first, last, every):
        day = calendar.latest if since <= calendar.latest < until else until
        if day <= last and (calendar.any_day or day > calendar.latest or day in calendar.dates):
            days.append(day)
    return [Period(day, day) for day in days]


def _flows(first: date, last: date, every: Every, calendar: Calendar) -> list[Period]:
    """The steps; the one still running ends at the latest date and is marked unfinished."""
    found = []
    for since, until in _steps(first, last, every):
        running = since <= calendar.latest < until
        period = Period(since, calendar.latest if running else until, running)
        known = calendar.flows is None or since > calendar.latest or (since, period.until) in calendar.flows
        if period.until <= last and known:
            found.append(period)
    return found


def _moved(asked: date | None, answered: date) -> tuple[Notice, ...]:
    if asked is None or asked == answered:
        return ()
    return (Notice("as_of_moved", (("asked", str(asked)), ("answered", str(answered)))),)
