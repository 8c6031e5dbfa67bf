"""What stands in a page's place when there is none: not found (also what may not be seen), failed, no data yet."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from geo.text import Lang
from layouts.components.card import icon
from layouts.words import word


def not_found(lang: Lang) -> Component:
    """No such page, or none that this reader may see: the two are never told apart."""
    return _page(word("problem.not_found.title", lang), [html.P(word("problem.not_found", lang))], lang)


def no_area(code: str, lang: Lang) -> Component:
    """An address that names no region, with the way to the list of regions."""
    english = "" if lang is Lang.UK else f"?lang={lang}"
    listing = html.A(word("problem.area.link", lang), href=f"/regions{english}")
    said = [html.P(word("problem.area", lang, code=code[:40])), html.P(listing)]
    return _page(word("problem.area.title", lang), said, lang)


def failed(reference: str, lang: Lang) -> Component:
    """Something went wrong that nobody foresaw; `reference` finds it in the log."""
    told = html.P(html.Strong(word("problem.reference", lang, reference=reference)))
    return _page(word("problem.error.title", lang), [html.P(word("problem.error", lang)), told], lang)


def no_release(lang: Lang) -> Component:
    """Nothing has been published yet."""
    return _page(word("problem.unavailable.title", lang), [html.P(word("problem.unavailable", lang))], lang)


def _page(title: str, said: Sequence[Component], lang: Lang) -> Component:
    home = "/" if lang is Lang.UK else f"/?lang={lang}"
    way = html.A([icon("house"), word("problem.home", lang)], href=home, className="button")
    return html.Div([html.H1(title), *said, way], className="page problem")
