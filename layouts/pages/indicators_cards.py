"""The explorer's figure, one maker a view; where there are no numbers, the reason and the way out."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from data.errors import PortalError
from data.filters import Filters
from data.indicators.model import Cell, Measured
from data.tables.emptied import Way, is_empty
from geo.text import Lang
from layouts import findings
from layouts import format as form
from layouts.components.figure_card import CardView, source_line
from layouts.components.notice import refusal
from layouts.explored import Explored, fits
from layouts.words import plural, word


def card(shown: Explored) -> CardView:
    """The card of the present view."""
    from layouts.pages.indicators_areas import map_card, multiples_card, ranking_card
    from layouts.pages.indicators_compare import compare_card
    from layouts.pages.indicators_parts import composition_card, pyramid_card
    from layouts.pages.indicators_trend import trend_card

    makers: dict[str, Callable[[Explored, Measured], CardView]] = {
        "trend": trend_card, "map": map_card, "ranking": ranking_card, "composition": composition_card,
        "multiples": multiples_card, "pyramid": pyramid_card, "compare": compare_card,
    }  # fmt: skip
    if not fits(shown.view, shown.indicator):
        return _plain(shown, [html.P(word(f"explorer.view.{shown.view}.unfit", shown.lang), className="remark")])
    answer = shown.main
    if isinstance(answer, PortalError) or (shown.ways and is_empty(answer)):
        return _plain(shown, nothing(shown))
    return makers[shown.view](shown, answer)


def nothing(shown: Explored) -> list[Component]:
    """Why there are no numbers, and which filter it was that left none."""
    lang, answer = shown.lang, shown.main
    reset = shown.address.to(where=(), by=(), as_of=None, since=None, until=None, every=None, across="")
    if isinstance(answer, PortalError):
        first = refusal(answer, lang, reset)
    else:
        link = html.A(word("filter.reset", lang), href=reset, className="button")
        first = html.Div([html.P(word("explorer.empty", lang)), link], className="refusal", role="status")
    if not shown.ways:
        return [first]
    ways = [html.Li(_way(way, shown)) for way in shown.ways]
    return [first, html.P(word("explorer.empty.ways", lang)), html.Ul(ways, className="ways")]


def _way(way: Way, shown: Explored) -> Component:
    lang = shown.lang
    words = plural("explorer.empty.found", way.found, lang, filter=_dropped(way.dropped, shown, lang))
    changes = {name: getattr(way.filters, name) for name in ("where", "by", "population", "as_of", "since", "until")}
    return html.A(words, href=shown.address.to(**changes))


def _dropped(dropped: str, shown: Explored, lang: Lang) -> str:
    """A filter in words: its name and, where it has some, what was chosen."""
    if dropped in ("population", "as_of"):
        return word(f"filter.{dropped}", lang)
    dimension = dropped.removeprefix("by_")
    name = shown.names.dimension(dimension, lang)
    if dropped != dimension:
        return word("explorer.empty.by", lang, dimension=name)
    codes = (shown.names.of(dimension, code, lang) for code in shown.filters.chosen(dimension))
    return f"{name}: {', '.join(codes)}"


def _plain(shown: Explored, said: Sequence[Component]) -> CardView:
    title = findings.neutral(shown.indicator, None, shown.lang)
    return instead(title, said)


def instead(title: str, said: Sequence[Component]) -> CardView:
    """A card in which words stand in the picture's place."""
    return CardView(title, "", aside=[html.Div(list(said), className="instead")], picture=False)


def narrowed(filters: Filters, shown: Explored) -> list[str]:
    """The filters in words, the area first."""
    return [
        ", ".join(shown.names.of(dimension, code, shown.lang) for code in codes)
        for dimension, codes in filters.where
    ]  # fmt: skip


def subtitle(shown: Explored, measured: Measured, when: str = "") -> str:
    """Measure, who is counted, what is chosen, when."""
    lang, one = shown.lang, shown.indicator
    parts = [form.measure_words(one, lang), form.population_words(measured.filters.population, lang)]
    return ", ".join(part for part in (*parts, *narrowed(measured.filters, shown), when) if part)


def when(cell: Cell | None, lang: Lang) -> str:
    """The day of a stock, the period of a flow."""
    if cell is None:
        return ""
    if cell.since == cell.until:
        return form.day(cell.until, lang)
    return f"{form.day(cell.since, lang)} – {form.day(cell.until, lang)}"


def foot(shown: Explored, note: str = "") -> list[Component]:
    """Source, release, and a remark."""
    lang = shown.lang
    lines = source_line(shown.asked.release, (shown.indicator.source.in_(lang).rstrip("."),), lang)
    link = html.A(word("card.methods", lang), href=shown.address.to("/methods") + f"#{shown.indicator.code}")
    return [*lines, html.P([f"{note} " if note else "", link], className="note")]


def query(shown: Explored, filters: Filters) -> str:
    """The question behind a figure, for downloads; it names the release, so the file never changes."""
    return replace(shown.address, filters=replace(filters, release=shown.asked.release.id)).query
