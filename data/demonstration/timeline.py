"""The days on which the register is counted exactly, and the steps between them."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from data.demonstration.calibration import EPOCH, Ints, day_number


@dataclass(frozen=True)
class Timeline:
    """`days`: month-ends and published dates, days since 1970, ascending. Step k runs from days[k-1] to days[k]."""

    days: Ints

    @property
    def steps(self) -> range:
        """The numbers of the steps."""
        return range(1, len(self.days))

    def index(self, day: date) -> int:
        """The place of a counting day. Raises ValueError if it is not one."""
        found = int(np.searchsorted(self.days, day_number(day)))
        if found == len(self.days) or self.days[found] != day_number(day):
            raise ValueError(f"{day} is not a counting day")
        return found

    def from_day(self, day: date) -> int:
        """The place of the first counting day on or after `day`."""
        return int(np.searchsorted(self.days, day_number(day)))

    def day(self, place: int) -> date:
        """The counting day at a place."""
        return EPOCH + timedelta(days=int(self.days[place]))


def timeline(begins_on: date, covers_to: date, exact_on: tuple[date, ...]) -> Timeline:
    """Counting days from `begins_on` to `covers_to`, both month-ends, and the dates of `exact_on`."""
    days = {begins_on, *exact_on, *month_ends(begins_on, covers_to)}
    return Timeline(np.array(sorted(day_number(day) for day in days), dtype=np.int64))


def month_ends(first: date, last: date) -> tuple[date, ...]:
    """Month-ends in [first, last]."""
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    ends = (date(m // 12, m % 12 + 1, calendar.monthrange(m // 12, m % 12 + 1)[1]) for m in months)
    return tuple(end for end in ends if first <= end <= last)


def quarter_ends(first: date, last: date) -> tuple[date, ...]:
    """Quarter-ends in [first, last]."""
    return tuple(end for end in month_ends(first, last) if end.month % 3 == 0)


MONTH_STARTS: Ints = np.array(
    [day_number(date(1970 + month // 12, month % 12 + 1, 1)) for month in range(12 * 90)], dtype=np.int64
)


def month_of(days: Ints) -> Ints:
    """The month of each day: months since January 1970."""
    return np.asarray(np.searchsorted(MONTH_STARTS, days, side="right") - 1, dtype=np.int64)
