"""A line that says where a table is from, so that whoever reads it can make it again. Pure; words are given."""

from dataclasses import replace

from data.export.rows import CODES, Names
from data.filters import to_query
from data.indicators.model import Measured


def permalink(measured: Measured, address: str) -> str:
    """`address` (without `?`) with the question as it was answered and the release that answered: it never changes."""
    return f"{address}?{to_query(replace(measured.filters, release=measured.release.id))}"


def citation(measured: Measured, pattern: str, address: str, names: Names = CODES) -> str:
    """`pattern` with its braces filled: indicator, population, filters, period, release, published, address.

    `filters` are the codes chosen, in the words of `names`, each dimension after its title; empty where none are.
    `published` is an ISO day, `period` one or two of them. `address` is the page's, to which the question is added.
    """
    filters, info = measured.filters, measured.release
    title = measured.indicator.label.in_(names.lang)
    return pattern.format(
        indicator=title,
        population=names.word("population", str(filters.population)),
        filters="".join(f"; {_chosen(dimension, codes, names)}" for dimension, codes in filters.where),
        period=period(measured),
        release=info.id,
        published=info.published_at.date().isoformat(),
        address=permalink(measured, address),
    )


def period(measured: Measured) -> str:
    """The first and the last day of all cells, or the one day."""
    days = [(cell.since, cell.until) for cell in (*measured.cells, *measured.whole)]
    if not days:
        return measured.release.covers_to.isoformat()
    first, last = min(since for since, _ in days), max(until for _, until in days)
    return first.isoformat() if first == last else f"{first.isoformat()} – {last.isoformat()}"


def _chosen(dimension: str, codes: tuple[str, ...], names: Names) -> str:
    title = names.headers.get(dimension, dimension)
    return f"{title}: {', '.join(names.word(dimension, code) for code in codes)}"
