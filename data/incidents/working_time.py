"""Working days and the hours in them: a term in working time stands still on days off. Pure."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from geo.duties import DaysOff

DAY = timedelta(days=1)


def is_working(day: date, off: DaysOff) -> bool:
    """Whether people work on `day`."""
    return day.weekday() not in off.weekend and (_suspended(day, off) or day not in _holidays(day.year, off))


def add_working(since: datetime, hours: float, off: DaysOff, zone: str) -> datetime:
    """The moment, in UTC, when so many hours of working days have passed since `since`.

    Hours are real ones (a day on which the clocks change has 23 or 25), days begin at midnight in `zone`. What begins
    on a day off begins with the next working day.
    """
    local, left, moment = ZoneInfo(zone), timedelta(hours=hours), since.astimezone(UTC)
    while True:
        day = moment.astimezone(local).date()
        ends = _midnight(day + DAY, local)
        if is_working(day, off):
            if left <= ends - moment:
                return moment + left
            left -= ends - moment
        moment = ends


def orthodox_easter(year: int) -> date:
    """Easter Sunday by the Julian reckoning, as a day of the common calendar; right from 1900 to 2099."""
    moon = (19 * (year % 19) + 15) % 30
    sunday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    month, day = divmod(moon + sunday + 114, 31)
    return date(year, month, day + 1) + timedelta(days=13)


def _midnight(day: date, local: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), local).astimezone(UTC)


def _suspended(day: date, off: DaysOff) -> bool:
    return any(since <= day and (until is None or day <= until) for since, until in off.suspended)


@lru_cache(maxsize=64)
def _holidays(year: int, off: DaysOff) -> frozenset[date]:
    """The holidays of a year, and the working days given off instead of those on a weekend."""
    sunday = orthodox_easter(year)
    fixed = {date(year, month, day) for month, day in off.fixed if (month, day) != (2, 29) or _leap(year)}
    holidays = fixed | {sunday + timedelta(days=after) for after in off.easter}
    instead: set[date] = set()
    if off.moved:
        for holiday in sorted(day for day in holidays if day.weekday() in off.weekend):
            instead.add(_next_free(holiday, holidays | instead, off))
    return frozenset(holidays | instead)


def _next_free(day: date, taken: set[date], off: DaysOff) -> date:
    while day in taken or day.weekday() in off.weekend:
        day += DAY
    return day


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
