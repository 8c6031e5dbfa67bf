"""The one source of every table that leaves the portal: a Measured as rows of codes and numbers, or of words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from data.indicators.model import Cell, Measured
from geo.text import Lang

Value = str | float | int | None
Row = tuple[Value, ...]


@dataclass(frozen=True)
class Names:
    """Words for a file, in one language. What they do not name stays a code.

    `headers`: column → title. `codes`: column → code → word, for the columns indicator, area, population, state, flags
    and every dimension.
    """

    lang: Lang = Lang.EN
    headers: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def word(self, column: str, code: str) -> str:
        """The word for a code of a column, or the code."""
        return self.codes.get(column, {}).get(code, code)


CODES = Names()


def columns(measured: Measured) -> tuple[str, ...]:
    """The columns' codes, in their fixed order: dimensions asked for stand between who is counted and the value."""
    by = tuple(dict.fromkeys(dimension for dimension in measured.filters.by if dimension != "area"))
    told = ("value", "numerator", "denominator", "state", "flags", "release", "source")
    return ("indicator", "area", "from", "to", "population", *by, *told)


def titles(measured: Measured, names: Names = CODES) -> tuple[str, ...]:
    """The columns' titles, in the same order."""
    return tuple(names.headers.get(column, column) for column in columns(measured))


def rows(measured: Measured, names: Names = CODES) -> Iterator[Row]:
    """One row per cell, in the order of the cells. Numbers are exactly those measured; a cell without one has None.

    Dates are ISO texts, flags are joined by `;`. `source` is the cell's own, else the indicator's.
    """
    for cell in measured.cells:
        yield _row(measured, cell, names)


def _row(measured: Measured, cell: Cell, names: Names) -> Row:
    told = measured.indicator
    return (
        names.word("indicator", told.code),
        names.word("area", cell.area),
        cell.since.isoformat(),
        cell.until.isoformat(),
        names.word("population", str(measured.filters.population)),
        *(names.word(dimension, code) for dimension, code in cell.dimensions),
        tidy(cell.value),
        tidy(cell.numerator),
        tidy(cell.denominator),
        names.word("state", str(cell.state)),
        ";".join(names.word("flags", str(flag)) for flag in cell.flags),
        measured.release.id,
        cell.source or told.source.in_(names.lang),
    )


def tidy(number: float | None) -> float | int | None:
    """A whole number without its `.0`; anything else as it is."""
    return int(number) if number is not None and float(number).is_integer() else number
