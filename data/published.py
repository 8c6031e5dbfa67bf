"""The figures others have published, as the release holds them, and the sources they came from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from data.access import View

if TYPE_CHECKING:
    from data.warehouse.release import Release

FIGURES = """
    select series, area, on_date, period_text, value, unit, qualifier, ministry, type, disaggregation, population,
           preferred, source, url, confidence, note
    from published
    where ($series = '' or series = $series) and ($area = '' or area = $area)
    order by series, on_date desc, area, coalesce(preferred, 0) desc, value desc
"""


@dataclass(frozen=True)
class Published:
    """One figure somebody published. `period` is the date in the source's own words; `url` may be empty."""

    series: str
    area: str
    on: date
    period: str
    value: float | None
    unit: str
    qualifier: str
    ministry: str
    type: str
    disaggregation: str
    population: str
    preferred: bool
    source: str
    url: str
    confidence: str
    note: str


@dataclass(frozen=True)
class Reference:
    """One source, with how many figures rest on it, which series, and the years they speak of."""

    source: str
    url: str
    figures: int
    series: tuple[str, ...]
    first: int
    last: int


@lru_cache(maxsize=64)
def published_figures(release: "Release", series: str = "", area: str = "") -> tuple[Published, ...]:
    """Published figures by series, newest first; empty `series` or `area` means all. The same in both views."""
    rows = release.rows(View.PUBLIC, FIGURES, {"series": series, "area": area})[1]
    return tuple(_figure(row) for row in rows)


def published_series(release: "Release") -> tuple[tuple[str, int], ...]:
    """Series codes in use with the number of figures of each, by code."""
    sql = "select series, count(*) from published group by series order by series"
    return tuple((str(code), int(str(number))) for code, number in release.rows(View.PUBLIC, sql, {})[1])


def published_areas(release: "Release") -> tuple[str, ...]:
    """Area codes that published figures speak of, the country's own code included."""
    rows = release.rows(View.PUBLIC, "select distinct area from published order by area", {})[1]
    return tuple(str(code) for (code,) in rows)


def references(figures: Iterable[Published]) -> tuple[Reference, ...]:
    """The sources of these figures, each once (by name and address), most used first."""
    grouped: dict[tuple[str, str], list[Published]] = {}
    for figure in figures:
        grouped.setdefault((figure.source, figure.url), []).append(figure)
    found = [
        Reference(
            source, url, len(group), tuple(sorted({figure.series for figure in group})),
            min(figure.on.year for figure in group), max(figure.on.year for figure in group),
        )
        for (source, url), group in grouped.items()
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda reference: (-reference.figures, reference.source)))


def _figure(row: tuple[object, ...]) -> Published:
    series, area, on, period, value, unit, qualifier, ministry, type_, part, population, preferred, *rest = row
    source, url, confidence, note = (_words(part) for part in rest)
    return Published(
        series=_words(series), area=_words(area), on=on if isinstance(on, date) else date.min, period=_words(period),
        value=None if value is None or value == "" else float(str(value)), unit=_words(unit),
        qualifier=_words(qualifier), ministry=_words(ministry), type=_words(type_), disaggregation=_words(part),
        population=_words(population), preferred=_words(preferred) in ("1", "1.0", "True", "true"),
        source=source, url=url, confidence=confidence, note=note,
    )  # fmt: skip


def _words(value: object) -> str:
    return "" if value is None else str(value)
