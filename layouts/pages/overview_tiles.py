"""The five tiles of the first page."""

from dash.development.base_component import Component

from data.filters import Population
from data.indicators.catalogue import indicator
from data.indicators.model import Cell, Indicator, Measured, Unit
from data.policy import Pathway, next_due
from data.states import State
from geo.text import Lang
from layouts import findings
from layouts import format as form
from layouts.address import Asked
from layouts.components.notice import error_words
from layouts.components.tile import Tile, tiles
from layouts.pages.overview import BASELINE, Answer, OverviewNumbers, series, valued, ways, whole
from layouts.words import plural, word

TILES = (
    "children_in_institutions",
    "children_in_institutions_rate",
    "family_based_share",
    "institutions_closed",
    "exits_to_family_share",
)


def overview_tiles(numbers: OverviewNumbers, asked: Asked) -> list[Component]:
    """The tiles in their order."""
    return tiles([_tile(code, numbers, asked) for code in TILES], asked.lang)


def _tile(code: str, numbers: OverviewNumbers, asked: Asked) -> Tile:
    lang, one = asked.lang, indicator(code)
    past, now = numbers.tiles[code]
    cell = whole(now)
    points = series(past, now)
    due = next_due(ways(numbers, one, past, now), cell.until) if cell else None
    said = {
        "label": word(f"overview.tile.{code}", lang), "definition": _definition(one, due, lang),
        "note": _note(now, asked), "methods": asked.address.to("/methods") + f"#{code}",
        "spark": [point.value for point in points],
    }  # fmt: skip
    if not isinstance(now, Measured) or not valued(cell) or cell is None or cell.value is None:
        return Tile(value="", reason=_reason(now, cell, lang), **said)
    expected = due.at(cell.until) if due else None
    value, unit = _value(one, cell, numbers, lang)
    return Tile(
        value=value, unit=unit, **_change(one, cell, points, due, numbers, lang),
        status=findings.status(cell.value, expected, one.direction), **said,
    )  # fmt: skip


def _value(one: Indicator, cell: Cell, numbers: OverviewNumbers, lang: Lang) -> tuple[str, str]:
    """The number and the small words after it."""
    value = cell.value or 0.0
    if one.code == "institutions_closed":
        total = _ever(value, numbers)
        return form.number(value, lang), word("overview.of", lang, n=form.number(total, lang)) if total else ""
    if one.unit is Unit.PERCENT:
        counted = form.population_words(Population.STATUS, lang) if one.code == "family_based_share" else ""
        if one.code == "exits_to_family_share" and cell.numerator is not None:
            counted = plural("overview.children", round(cell.numerator), lang)
        return form.number(
            value, lang, one.decimals
        ), f"{word('format.percent', lang).strip()} {'· ' if counted else ''}{counted}".strip()
    return form.amount(value, one, lang), form.unit_word(one, value, lang)


def _ever(closed: float, numbers: OverviewNumbers) -> float | None:
    """Institutions that there have been: those closed and those at work."""
    operating = whole(numbers.operating)
    return closed + (operating.value or 0.0) if operating is not None and valued(operating) else None


def _change(
    one: Indicator, cell: Cell, points: tuple[Cell, ...], due: Pathway | None, numbers: OverviewNumbers, lang: Lang
) -> dict[str, str]:
    """The change since the baseline year in bold, then the year and the target."""
    target = word("overview.target", lang, year=due.end.year, value=_round(due.end_value, one, lang)) if due else ""
    if one.code == "institutions_closed":
        total = _ever(cell.value or 0.0, numbers)
        share = form.percent((cell.value or 0.0) / total * 100, lang) if total else ""
        return {"change": share, "rest": " · ".join(part for part in (word("overview.of_all", lang), target) if part)}
    base = next((point for point in points if point.until.year == BASELINE and valued(point)), None)
    changed = (
        form.change(cell.value or 0.0, base.value, one, lang) if base is not None and base.value is not None else None
    )
    since = word("overview.since", lang, year=BASELINE) if changed else ""
    return {"change": changed or "", "rest": " · ".join(part for part in (since, target) if part)}


def _round(value: float, one: Indicator, lang: Lang) -> str:
    """A target: thousands for large counts, no empty decimals for shares."""
    return form.compact(value, lang) if one.unit is Unit.CHILDREN else form.round_amount(value, one, lang)


def _reason(answer: Answer, cell: Cell | None, lang: Lang) -> str:
    if not isinstance(answer, Measured):
        return error_words(answer, lang)
    return form.state_words(cell.state if cell else State.NOT_REPORTED, lang)


def _note(answer: Answer, asked: Asked) -> str:
    """What was chosen but does not matter to this tile, and what else is counted than was asked for."""
    if not isinstance(answer, Measured):
        return ""
    lang, kept = asked.lang, dict(answer.filters.where)
    lost = [
        asked.names.dimension(name, lang).lower()
        for name, _ in asked.filters.where
        if name not in kept and name != "area"
    ]
    parts = [word("card.independent", lang, filters=", ".join(lost))] if lost else []
    if answer.filters.population is not asked.filters.population and answer.indicator.code != "family_based_share":
        parts.append(_other_population(answer, asked, lang))
    return "; ".join(part for part in parts if part)


def _other_population(answer: Measured, asked: Asked, lang: Lang) -> str:
    if answer.indicator.unit is Unit.INSTITUTIONS:
        if asked.filters.population == "all":
            return ""
        return word("card.independent", lang, filters=asked.names.dimension("population", lang).lower())
    return form.sentence_case(form.population_words(answer.filters.population, lang))


def _definition(one: Indicator, due: Pathway | None, lang: Lang) -> tuple[str, ...]:
    target = (due.target.label.in_(lang),) if due else ()
    return (
        one.definition.in_(lang),
        one.formula.in_(lang),
        *target,
        word("card.source", lang, sources=one.source.in_(lang)),
    )
