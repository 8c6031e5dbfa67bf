"""Titles that state a finding, by rule, and the rules for claiming nothing.

Nothing is claimed when fewer than 90 % of the country's children are covered on either side of a comparison, when a
change is below 3 %, when a series breaks between the two dates, or when too few areas have a value. The title is then
neutral: it names the measure and its value.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from data.indicators.model import Basis, Cell, Direction, Indicator, Unit
from data.policy import Pathway
from data.states import State
from geo.text import Lang
from layouts import format as form
from layouts.names import Names
from layouts.words import plural, word

LEAST_SHARE = 0.9
LEAST_CHANGE = 3.0
LEAST_AREAS = 10
LEAST_DAYS = 300
NEAR = 1.25
ON_TRACK, AT_RISK, OFF_TRACK, NO_TARGET = "onTrack", "atRisk", "offTrack", "noTarget"


@dataclass(frozen=True)
class Comparison:
    """A value now against one then, and whether the difference may be claimed."""

    now: Cell
    then: Cell
    percent: float
    claimed: bool


def covered(basis: Basis | None) -> bool:
    """Whether a figure for the whole rests on enough: unknown shares are believed, as there is nothing to weigh."""
    return basis is None or basis.share is None or basis.share >= LEAST_SHARE


def compare(
    cells: Sequence[Cell], bases: Sequence[Basis], breaks: Iterable[date], since: int | None = None
) -> Comparison | None:
    """The last value against the earliest one that it can be compared with; None when there are not two values.

    Comparable: at or after the end of year `since`, a year after the last break of the series (which takes that long
    to settle), almost a year before. Not
    claimed when either side covers too little or the change is below 3 %.
    """
    valued = [cell for cell in cells if cell.state is State.VALUE and cell.value is not None]
    if len(valued) < 2:
        return None
    now = valued[-1]
    last_break = max((day for day in breaks if day < now.until), default=date.min)
    settled = date(last_break.year + 1, last_break.month, min(last_break.day, 28))
    earlier = [
        cell for cell in valued[:-1]
        if cell.until >= settled
        and (since is None or cell.until.year >= since)
        and (now.until - cell.until).days > LEAST_DAYS
    ]  # fmt: skip
    if not earlier or not earlier[0].value:
        return None
    then = earlier[0]
    percent = ((now.value or 0.0) / (then.value or 1.0) - 1) * 100
    by_day = {basis.until: basis for basis in bases}
    enough = covered(by_day.get(now.until)) and covered(by_day.get(then.until))
    return Comparison(now, then, percent, enough and abs(percent) >= LEAST_CHANGE)


def status(value: float | None, expected: float | None, direction: Direction) -> str:
    """How a value stands to where it should be: on track, at risk (up to a quarter off), off track; or no target."""
    if value is None or expected is None or direction is Direction.NONE:
        return NO_TARGET
    if direction is Direction.LOWER:
        return ON_TRACK if value <= expected else AT_RISK if value <= expected * NEAR else OFF_TRACK
    return ON_TRACK if value >= expected else AT_RISK if value >= expected / NEAR else OFF_TRACK


def headline(
    indicator: Indicator, comparison: Comparison | None, latest: Cell | None, pathway: Pathway | None, lang: Lang
) -> str:
    """The page's title: how much has changed, and whether it is enough for the target that is due next."""
    if comparison is None or not comparison.claimed:
        return neutral(indicator, latest, lang)
    more = comparison.percent > 0
    label = indicator.short.in_(lang)
    first = word(
        "finding.more" if more else "finding.less", lang, label=label,
        percent=form.percent(abs(comparison.percent), lang, 0), year=comparison.then.until.year,
    )  # fmt: skip
    if pathway is None or comparison.now.value is None or pathway.end < comparison.now.until:
        return first
    stands = status(comparison.now.value, pathway.at(comparison.now.until), indicator.direction)
    worse = more if indicator.direction is Direction.LOWER else not more
    key = "finding.enough" if stands == ON_TRACK else "finding.away" if worse else "finding.not_enough"
    second = word(key, lang, year=pathway.end.year)
    return f"{first}. {second}"


def neutral(indicator: Indicator, cell: Cell | None, lang: Lang) -> str:
    """A title that claims nothing: the measure and its value, or the measure alone."""
    label = indicator.label.in_(lang)
    if cell is None or cell.state is not State.VALUE or cell.value is None:
        return label
    return f"{label}: {form.amount(cell.value, indicator, lang)}"


def map_title(
    cells: Iterable[Cell], whole: Cell | None, indicator: Indicator, basis: Basis | None, names: Names, lang: Lang
) -> str:
    """How many areas lie above the whole country; for counts, in how few areas half of all is."""
    values = [cell.value for cell in cells if cell.state is State.VALUE and cell.value is not None]
    silent = word("finding.by_area", lang, label=indicator.label.in_(lang))
    if len(values) < LEAST_AREAS or not covered(basis) or whole is None or not whole.value:
        return silent
    if indicator.unit in form.COUNTED:
        return _half(values, indicator, lang) if indicator.additive and min(values) >= 0 and sum(values) else silent
    national = whole.value
    above = sum(value > national * (1 + LEAST_CHANGE / 100) for value in values)
    if not above:
        return silent
    return plural("finding.above", above, lang, country=names.country.locative.in_(lang))


def trend_title(
    indicator: Indicator,
    comparison: Comparison | None,
    latest: Cell | None,
    pathway: Pathway | None,
    basis: Basis | None,
    lang: Lang,
) -> str:
    """Whether the pace suffices for the next target, and what is missing; without a target, how much has changed."""
    ahead = pathway is not None and latest is not None and latest.value is not None and pathway.end >= latest.until
    if ahead and covered(basis) and pathway is not None and latest is not None and latest.value is not None:
        stands = status(latest.value, pathway.at(latest.until), indicator.direction)
        if stands == ON_TRACK:
            return word("finding.pace_enough", lang, year=pathway.end.year)
        missing = abs(latest.value - pathway.end_value)
        return word("finding.pace_short", lang, year=pathway.end.year, gap=_gap(missing, indicator, lang))
    if comparison is not None and comparison.claimed:
        return headline(indicator, comparison, latest, None, lang)
    return word("finding.over_time", lang, label=indicator.label.in_(lang))


def _half(values: Sequence[float], indicator: Indicator, lang: Lang) -> str:
    total, reached, areas = sum(values), 0.0, 0
    for value in sorted(values, reverse=True):
        reached, areas = reached + value, areas + 1
        if reached * 2 >= total:
            break
    return plural("finding.half", areas, lang, label=indicator.short.in_(lang))


def _gap(missing: float, indicator: Indicator, lang: Lang) -> str:
    if indicator.unit is Unit.PERCENT:
        return word("format.points", lang, n=form.number(missing, lang, 1))
    if indicator.unit in form.COUNTED:
        return form.compact(missing, lang)
    return form.number(missing, lang, indicator.decimals)
