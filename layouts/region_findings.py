"""What may be said of one area, by rule; and when nothing may be said, the plain name of the figure."""

from collections.abc import Iterable, Sequence
from datetime import date

from data.indicators.model import Cell, Indicator, Unit
from data.states import Flag, State
from geo.areas import Area
from geo.text import Lang
from layouts import format as form
from layouts.figures.composition import Part
from layouts.figures.flows import FlowYear
from layouts.findings import compare
from layouts.words import plural, word

NEAR = 0.05
NEAR_POINTS = 1.0
MAJORITY = 50.0
LARGEST = 30.0


def place(area: Area, lang: Lang) -> str:
    """Where, as a sentence begins: "In Such-and-such Oblast"."""
    return form.sentence_case(area.locative.in_(lang))


def level_finding(area: Area, cell: Cell | None, whole: Cell | None, indicator: Indicator, lang: Lang) -> str:
    """How the area stands to the country.

    No comparison is made of a number that is partial or provisional, within 5 % (one point for shares) it is "close
    to the average", and a count is only put in proportion. Without a value the sentence says why there is none.
    """
    where = place(area, lang)
    if cell is None or cell.state is not State.VALUE or cell.value is None:
        state = State.NOT_REPORTED if cell is None else cell.state
        return word(f"region.finding.{state}", lang, Place=where)
    for flag in (Flag.PARTIAL, Flag.PROVISIONAL):
        if flag in cell.flags:
            return word(f"region.finding.{flag}", lang, Place=where)
    if whole is None or not whole.value:
        return word("region.finding.value", lang, Place=where, value=value_words(cell.value, indicator, lang))
    if indicator.additive:
        share = form.percent(cell.value / whole.value * 100, lang)
        return word(
            "region.finding.count", lang, Place=where, value=value_words(cell.value, indicator, lang), percent=share
        )
    if indicator.unit is Unit.PERCENT:
        return _points(where, cell.value - whole.value, lang)
    return _relative(where, cell.value / whole.value - 1, lang)


def value_words(value: float, indicator: Indicator, lang: Lang) -> str:
    """A value with its unit."""
    return " ".join(
        part for part in (form.amount(value, indicator, lang), form.unit_word(indicator, value, lang)) if part
    )


def trend_finding(cells: Sequence[Cell], breaks: Iterable[date], lang: Lang) -> str | None:
    """How an area's level has changed since the series settled after its last break (`breaks`).

    None where there is nothing to compare, or the newest value is partial or provisional.
    """
    known = [cell for cell in cells if cell.state is State.VALUE and cell.value is not None]
    sound = [cell for cell in known if Flag.PARTIAL not in cell.flags and Flag.PROVISIONAL not in cell.flags]
    found = compare(sound, (), breaks)
    if found is None or known[-1] is not sound[-1]:
        return None
    direction = "same" if not found.claimed else "up" if found.percent > 0 else "down"
    size = form.percent(abs(found.percent), lang, 0)
    return word(f"region.trend.{direction}", lang, year=found.then.until.year, percent=size)


def flows_finding(years: Sequence[FlowYear], lang: Lang) -> str | None:
    """What the newest whole year brought; None where a number is hidden, missing or remarked on."""
    whole = [year for year in years if not year.unfinished]
    if not whole or whole[-1].partial:
        return None
    entries, exits = whole[-1].entries.value, whole[-1].exits.value
    if entries is None or exits is None or not max(entries, exits):
        return None
    difference = exits - entries
    if abs(difference) < NEAR * max(entries, exits):
        return word("region.flows.even", lang, year=whole[-1].label)
    children = plural("region.children_more", round(abs(difference)), lang)
    key = "more_exits" if difference > 0 else "more_entries"
    return word(f"region.flows.{key}", lang, year=whole[-1].label, children=children)


def composition_finding(parts: Sequence[Part], title: str, lang: Lang) -> str | None:
    """The part that stands out; None where no share may be said or none is large enough."""
    shares = [(part.share, part.name) for part in parts if part.share is not None]
    share, name = max(shares, default=(0.0, title))
    if share < LARGEST or len(parts) < 2:
        return None
    key = "most" if share > MAJORITY else "largest"
    return word(f"region.composition.{key}", lang, part=name, percent=form.percent(share, lang, 0))


def _points(where: str, difference: float, lang: Lang) -> str:
    if abs(difference) < NEAR_POINTS:
        return word("region.finding.near", lang, Place=where)
    points = word("format.points", lang, n=form.number(abs(difference), lang, 1))
    return word(f"region.finding.points_{'above' if difference > 0 else 'below'}", lang, Place=where, points=points)


def _relative(where: str, difference: float, lang: Lang) -> str:
    if abs(difference) < NEAR:
        return word("region.finding.near", lang, Place=where)
    if difference > 1:
        return word("region.finding.far_above", lang, Place=where)
    size = form.percent(abs(difference) * 100, lang, 0)
    return word(f"region.finding.{'above' if difference > 0 else 'below'}", lang, Place=where, percent=size)
