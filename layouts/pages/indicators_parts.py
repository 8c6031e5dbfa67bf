"""The explorer's views of what a number is made of: parts stacked to 100 %, and the pyramid of age and sex."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from data.indicators.model import Cell, Measured
from data.tables.pivot import has_value, pivot
from geo.text import Lang
from layouts import findings
from layouts import format as form
from layouts.components.border import is_exact, marked
from layouts.components.explorer_controls import part_of
from layouts.components.figure_card import CardView
from layouts.components.table import Column, Row, table
from layouts.explored import Explored
from layouts.figures.pyramid import Band, bands, pyramid
from layouts.figures.shares import Stack, shares_figure
from layouts.pages.indicators_cards import foot, instead, query, subtitle, when
from layouts.words import word


def composition_card(shown: Explored, measured: Measured) -> CardView:
    """A bar a year, its parts in percent of the whole that was counted without them."""
    lang, dimension = shown.lang, part_of(shown)
    if any((cell.value or 0) < 0 for cell in measured.cells):
        said = html.P(word("explorer.view.composition.unfit", lang), className="remark")
        return instead(findings.neutral(shown.indicator, None, lang), [said])
    stacks = _stacks(shown, measured, dimension)
    named = {code: shown.names.of(dimension, code, lang) for code in shown.codes.get(dimension, ())}
    named |= {code: shown.names.of(dimension, code, lang) for stack in stacks for code in stack.parts}
    return CardView(
        title=word("explorer.shares.title", lang, label=shown.indicator.short.in_(lang),
                   part=shown.names.dimension(dimension, lang).lower()),
        subtitle=subtitle(shown, measured, word("explorer.shares.percent", lang)),
        figure=shares_figure(stacks, named, lang),
        table=_shares_table(shown, stacks, named),
        foot=foot(shown, word("explorer.shares.note", lang)),
        query=query(shown, measured.filters),
    )  # fmt: skip


def pyramid_card(shown: Explored, measured: Measured) -> CardView:
    """Ages and sexes of those counted, beside those of all children who live there."""
    lang = shown.lang
    found = bands(measured.cells, shown.living)
    named = {
        (dimension, code): shown.names.of(dimension, code, lang)
        for dimension in ("age", "sex") for code in shown.codes.get(dimension, ())
    }  # fmt: skip
    last = measured.whole[-1] if measured.whole else None
    place = shown.names.area(shown.area, lang, full=shown.area != shown.names.country.iso)
    words = word("explorer.pyramid.title", lang, label=shown.indicator.short.in_(lang), place=place)
    notes = [word("explorer.pyramid.note", lang)]
    if not shown.living:
        notes.append(word("explorer.pyramid.no_population", lang))
    return CardView(
        title=words,
        subtitle=subtitle(shown, measured, when(last, lang)),
        figure=pyramid(found, named, lang),
        table=_bands_table(found, shown),
        aside=[_key(lang, bool(shown.living))],
        foot=foot(shown, " ".join(notes)),
        query=query(shown, measured.filters),
    )


def _stacks(shown: Explored, measured: Measured, dimension: str) -> list[Stack]:
    lang = shown.lang
    wholes = shown.answers.get("wholes")
    by_day = {cell.until: cell for cell in wholes.cells} if isinstance(wholes, Measured) else {}
    laid = pivot(measured.cells, ("time",), dimension)
    found = []
    for key in laid.row_keys:
        parts = {code: cell for code in laid.columns if (cell := laid.cells.get((key, code))) is not None}
        day = next(iter(parts.values())).until
        if any(has_value(cell) for cell in parts.values()):
            name = str(day.year) if (day.month, day.day) == (12, 31) else form.day(day, lang)
            found.append(Stack(name, parts, by_day.get(day)))
    return found


def _shares_table(shown: Explored, stacks: Sequence[Stack], named: dict[str, str]) -> Component:
    """A row a year: each part's number and percent, and what is left over."""
    lang = shown.lang
    codes = [code for code in named if any(_seen(stack.parts.get(code)) for stack in stacks)]
    columns = [Column("year", word("trend.date", lang)), *(Column(code, named[code], True) for code in codes)]
    columns.append(Column("rest", word("explorer.shares.rest", lang), number=True))
    rows = []
    for stack in stacks:
        texts = [_part_words(stack, code, shown) for code in codes]
        rows.append(Row((stack.name, *texts, form.percent(stack.rest, lang, 0))))
    return table(word("explorer.figure", lang), columns, rows, lang, hidden_caption=True)


def _seen(cell: Cell | None) -> bool:
    return cell is not None and not (has_value(cell) and cell.value == 0)


def _part_words(stack: Stack, code: str, shown: Explored) -> Component | str:
    lang, cell, share = shown.lang, stack.parts.get(code), stack.share(code)
    words = form.cell_text(cell, shown.indicator, lang)
    if share is not None:
        words = f"{words} · {form.percent(share, lang, 0)}"
    return marked(words, is_exact(cell), lang)


def _bands_table(found: Sequence[Band], shown: Explored) -> Component:
    lang = shown.lang
    columns = [
        Column("age", word("dimension.age", lang)),
        Column("sex", word("dimension.sex", lang)),
        Column("value", form.measure_words(shown.indicator, lang), number=True),
        Column("share", word("explorer.pyramid.share", lang), number=True),
        Column("living", word("explorer.pyramid.population", lang), number=True),
    ]
    rows = [
        Row(
            (
                shown.names.of("age", band.age, lang),
                shown.names.of("sex", band.sex, lang),
                marked(form.cell_text(band.cell, shown.indicator, lang), is_exact(band.cell), lang),
                "–" if band.share is None else form.percent(band.share, lang),
                "–" if band.living is None else form.percent(band.living, lang),
            )
        )
        for band in found
    ]
    return table(word("explorer.figure", lang), columns, rows, lang, hidden_caption=True)


def _key(lang: Lang, living: bool) -> Component:
    parts = [html.Li([html.Span(className="swatch counted"), html.Span(word("explorer.pyramid.counted", lang))])]
    if living:
        words = html.Span(word("explorer.pyramid.population", lang))
        parts.append(html.Li([html.Span(className="swatch living"), words]))
    return html.Ul(parts, className="figure-key", **{"aria-label": word("legend.title", lang)})
