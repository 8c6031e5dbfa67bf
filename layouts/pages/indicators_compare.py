"""The explorer's comparisons: two dates on a map, two areas side by side, an area beside those of its size."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dash import html
from dash.development.base_component import Component

from data.indicators.model import Cell, Measured
from data.tables.change import Change, changes
from data.tables.pivot import has_value
from layouts import format as form
from layouts.components.border import is_exact, marked
from layouts.components.figure_card import CardView
from layouts.components.table import Column, Row, table
from layouts.explored import MODES, Explored, whole_of
from layouts.figures.change_map import amount_words, change_legend, change_map
from layouts.figures.ranking import ranking
from layouts.figures.trend import trend
from layouts.pages.indicators_cards import foot, instead, query, subtitle, when
from layouts.pages.indicators_trend import frame_of
from layouts.words import plural, word


def compare_card(shown: Explored, measured: Measured) -> CardView:
    """The comparison that the address asks for."""
    mode = shown.address.compare or MODES[0]
    if mode == MODES[0]:
        return _dates(shown, measured)
    if shown.area == shown.names.country.iso:
        said = html.P(word("explorer.compare.which", shown.lang), className="remark")
        return instead(word("explorer.view.compare", shown.lang), [said])
    return _size(shown, measured) if mode == "neighbours" else _pair(shown, measured)


def _dates(shown: Explored, measured: Measured) -> CardView:
    lang, one = shown.lang, measured.indicator
    found = changes(measured.cells, one, shown.breaks)
    days = [cell.until for cell in measured.whole]
    period = f"{form.day(days[0], lang)} – {form.day(days[-1], lang)}" if days else ""
    silent = Counter(str(change.why) for change in found if change.amount is None)
    notes = [plural(f"explorer.change.count.{why}", number, lang) for why, number in sorted(silent.items())]
    return CardView(
        title=_change_title(found, shown),
        subtitle=subtitle(shown, measured, period),
        figure=change_map(shown.shapes, found, one, shown.names, lang, shown.link),
        table=_change_table(found, shown, days),
        aside=[change_legend(found, one, lang)],
        foot=[*(html.P(note) for note in notes), *foot(shown, word("overview.borders", lang))],
        query=query(shown, measured.filters),
    )


def _change_title(found: Sequence[Change], shown: Explored) -> str:
    amounts = [one.amount for one in found if one.amount is not None]
    if not amounts:
        return word("explorer.change.title.none", shown.lang)
    fewer = sum(amount < 0 for amount in amounts)
    return word("explorer.change.title", shown.lang, fewer=fewer, more=sum(amount > 0 for amount in amounts))


def _change_table(found: Sequence[Change], shown: Explored, days: Sequence[date]) -> Component:
    lang, one = shown.lang, shown.indicator
    heads = [form.day(day, lang) for day in (days[0], days[-1])] if days else ["", ""]
    columns = [
        Column("area", word("dimension.area", lang)),
        Column("then", heads[0], number=True),
        Column("now", heads[1], number=True),
        Column("change", word("explorer.change", lang), number=True),
        Column("why", word("overview.remarks", lang)),
    ]
    ordered = sorted(found, key=lambda change: form.sort_key(shown.names.area(change.area, lang), lang))
    rows = [
        Row(
            (
                shown.names.area(change.area, lang),
                marked(form.cell_text(change.then, one, lang), is_exact(change.then), lang),
                marked(form.cell_text(change.now, one, lang), is_exact(change.now), lang),
                "" if change.amount is None else amount_words(change.amount, one, lang),
                "" if change.why is None else word(f"explorer.change.why.{change.why}", lang),
            )
        )
        for change in ordered
    ]
    return table(word("explorer.figure", lang), columns, rows, lang, hidden_caption=True)


def _pair(shown: Explored, measured: Measured) -> CardView:
    """Two lines in one picture, and both numbers beside each other in the table."""
    lang, names = shown.lang, shown.names
    other = names.country.resolve(shown.address.compare) or names.country.iso
    own = [cell for cell in measured.cells if cell.area == shown.area]
    beside = [cell for cell in measured.cells if cell.area == other] or list(measured.whole)
    if other == shown.area:
        beside = list(measured.whole)
        other = names.country.iso
    mine, theirs = names.area(shown.area, lang), names.area(other, lang)
    frame = replace(frame_of(shown, own, beside, mine), compare_name=theirs)
    return CardView(
        title=word("explorer.compare.title", lang, one=mine, other=theirs),
        subtitle=subtitle(shown, measured),
        figure=trend(frame, lang),
        table=_pair_table(own, beside, shown, (mine, theirs)),
        foot=foot(shown, word("explorer.trend.note", lang)),
        query=query(shown, measured.filters),
    )


def _pair_table(own: Sequence[Cell], beside: Sequence[Cell], shown: Explored, names: tuple[str, str]) -> Component:
    lang, one = shown.lang, shown.indicator
    columns = [
        Column("day", word("trend.date", lang)),
        Column("one", names[0], number=True),
        Column("other", names[1], number=True),
        Column("ratio", word("explorer.compare.ratio", lang), number=True),
    ]
    theirs = {cell.until: cell for cell in beside}
    rows = []
    for cell in own:
        against = theirs.get(cell.until)
        both = has_value(cell) and against is not None and has_value(against) and bool(against.value)
        ratio = form.number((cell.value or 0) / (against.value or 1), lang, 2) if both and against else ""
        texts = (marked(form.cell_text(part, one, lang), is_exact(part), lang) for part in (cell, against))
        rows.append(Row((form.day(cell.until, lang), *texts, ratio)))
    return table(word("explorer.figure", lang), columns, rows, lang, hidden_caption=True)


def _size(shown: Explored, measured: Measured) -> CardView:
    """The area among those in which about as many children live."""
    lang, one = shown.lang, measured.indicator
    if not shown.peers:
        said = html.P(word("explorer.compare.no_size", lang), className="remark")
        return instead(word("explorer.view.compare", lang), [said])
    wanted = (shown.area, *shown.peers)
    cells = [cell for cell in measured.cells if cell.area in wanted]
    listing = ranking(cells, whole_of(measured), one, shown.names, lang, shown.link, chosen=shown.area)
    return CardView(
        title=word("explorer.compare.size.title", lang, area=shown.names.area(shown.area, lang)),
        subtitle=subtitle(shown, measured, when(whole_of(measured), lang)),
        table=_size_table(cells, shown),
        aside=[html.Div(_sizes_words(shown), className="sub"), listing],
        foot=foot(shown, word("explorer.compare.size.note", lang)),
        query=query(shown, measured.filters),
        picture=False,
    )


def _sizes_words(shown: Explored) -> str:
    lang = shown.lang
    count = form.number(shown.sizes.get(shown.area, 0), lang)
    return word("explorer.compare.size", lang, area=shown.names.area(shown.area, lang), children=count)


def _size_table(cells: Sequence[Cell], shown: Explored) -> Component:
    lang = shown.lang
    columns = [
        Column("area", word("dimension.area", lang)),
        Column("living", word("explorer.compare.living", lang), number=True),
        Column("value", form.measure_words(shown.indicator, lang), number=True),
    ]
    rows = [
        Row(
            (
                shown.names.area(cell.area, lang),
                form.number(shown.sizes[cell.area], lang) if cell.area in shown.sizes else "–",
                marked(form.cell_text(cell, shown.indicator, lang), is_exact(cell), lang),
            ),
            strong=cell.area == shown.area,
        )
        for cell in cells
    ]
    return table(word("explorer.figure", lang), columns, rows, lang, hidden_caption=True)
