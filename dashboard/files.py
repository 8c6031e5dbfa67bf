"""The words of a file that a person keeps: titles, names of codes, and the remarks that travel with the numbers."""

from collections.abc import Mapping

from data.export.citation import citation, period
from data.export.rows import Names as FileNames
from data.export.rows import columns
from data.export.xlsx import Book, ChartWords
from data.filters import DIMENSIONS, Population
from data.indicators.catalogue import indicator
from data.indicators.model import Measured
from data.states import Flag, State
from data.warehouse.release import Release
from geo.countries import Country
from geo.text import Lang
from layouts import format as form
from layouts.components.border import border_words
from layouts.names import Names
from layouts.words import has, word

SHEETS = ("file.data", "file.notes", "file.definitions")
CARD = (
    "question", "definition", "formula", "unit", "kind", "direction", "populations", "breakdowns", "caveat", "source",
    "corresponds",
)  # fmt: skip
WORDED = {
    "unit": "methods.unit", "kind": "methods.kind", "direction": "methods.direction", "breakdowns": "dimension",
    "populations": "population",
}  # fmt: skip


def file_names(measured: Measured, release: Release, country: Country, lang: Lang) -> FileNames:
    """The words for every code in this file, and its columns' titles."""
    names = Names(country, release.vocabulary)
    headers = {
        column: word(f"file.column.{column}", lang)
        for column in columns(measured)
        if has(f"file.column.{column}", lang)
    }
    headers |= {dimension: names.dimension(dimension, lang) for dimension in DIMENSIONS}
    codes: dict[str, Mapping[str, str]] = {
        "indicator": {measured.indicator.code: indicator(measured.indicator.code).label.in_(lang)},
        "area": {
            code: names.area(code, lang, full=True) for code in (country.iso, *(area.code for area in country.areas))
        },
        "population": {str(one): word(f"population.{one}", lang) for one in Population},
        "state": {str(one): " ".join((symbol(one, lang), word(f"state.{one}", lang))).strip() for one in State},
        "flags": {str(one): word(f"flag.{one}", lang) for one in Flag},
    }
    chosen = dict(measured.filters.where)
    for dimension in dict.fromkeys((*measured.filters.by, *chosen)):
        found = (*_codes(measured, dimension), *chosen.get(dimension, ()))
        codes.setdefault(dimension, {code: names.of(dimension, code, lang) for code in found})
    return FileNames(
        lang, headers, codes | {field: _named(measured, field, stem, lang) for field, stem in WORDED.items()}
    )


def remarks(measured: Measured, lang: Lang, names: FileNames, host: str) -> list[tuple[str, str]]:
    """What must travel with the numbers, as (what, text): the demonstration notice first, then how to cite them.

    `host`: the portal's own address, ended by a slash.
    """
    told, info = measured.indicator, measured.release
    lines = [(word("file.remark", lang), word("file.demonstration", lang))] if info.demonstration else []
    lines += [(word("file.remark", lang), said) for said in border_words(measured, lang)]
    cited = citation(measured, word("file.citation.pattern", lang), f"{host}indicators", names)
    lines.append((word("file.citation", lang), cited))
    lines += [
        (word("file.column.indicator", lang), f"{told.label.in_(lang)} · {form.measure_words(told, lang)}"),
        (word("file.column.population", lang), form.population_words(measured.filters.population, lang)),
        (word("file.column.release", lang), f"{info.id} · {form.day(info.published_at.date(), lang)}"),
    ]
    for basis in measured.bases[-1:]:
        share = "" if basis.share is None else form.percent(basis.share * 100, lang, 0)
        words = word("file.basis_words", lang, n=basis.areas_with_value, m=basis.areas, share=share or "–")
        lines.append((word("file.basis", lang), words))
    lines.append((word("file.column.source", lang), "; ".join(_sources(measured, lang))))
    lines += [(symbol(state, lang) or str(state), word(f"state.{state}", lang)) for state in State]
    return lines


def symbol(state: State, lang: Lang) -> str:
    """The sign that stands for a state in tables and files; a value needs none."""
    return word(f"state.{state}.symbol", lang) if has(f"state.{state}.symbol", lang) else ""


def book(measured: Measured, lang: Lang, names: FileNames, host: str) -> Book:
    """The words of a workbook about this answer. `host`: as for `remarks`."""
    titles = {field: word(f"methods.card.{field}", lang) for field in CARD}
    sheets = tuple(word(key, lang) for key in SHEETS)
    notes = tuple(remarks(measured, lang, names, host))
    title = f"{measured.indicator.label.in_(lang)}, {period(measured)}"
    told = form.population_words(measured.filters.population, lang)
    chart = ChartWords(title, word("file.chart.alternative", lang, title=title, population=told))
    label = measured.indicator.label.in_(lang)
    return Book(label, (sheets[0], sheets[1], sheets[2]), notes, tuple(titles.items()), chart)


def _sources(measured: Measured, lang: Lang) -> list[str]:
    own = dict.fromkeys(cell.source for cell in (*measured.whole, *measured.cells) if cell.source)
    return list(own) or [measured.indicator.source.in_(lang)]


def _codes(measured: Measured, dimension: str) -> dict[str, None]:
    cells = (*measured.cells, *measured.whole)
    return dict.fromkeys(code for cell in cells for name, code in cell.dimensions if name == dimension)


def _named(measured: Measured, field: str, stem: str, lang: Lang) -> dict[str, str]:
    value = getattr(measured.indicator, field)
    codes = value if isinstance(value, tuple) else (value,)
    return {str(code): word(f"{stem}.{code}", lang) for code in codes if has(f"{stem}.{code}", lang)}
