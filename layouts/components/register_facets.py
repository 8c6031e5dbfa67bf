"""The facets beside the register: what each choice would leave, and what is chosen now. All of it links."""

from collections.abc import Mapping
from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from data.register_search import FACETS, Found
from geo.text import Lang
from layouts import format as form
from layouts.components.card import icon
from layouts.components.outline import fold
from layouts.names import Names
from layouts.register_address import PATH, RegisterAddress
from layouts.register_names import code_name, ranks
from layouts.words import plural, word

OPEN = frozenset({"working", "area", "ministry"})


def facet_panel(found: Found, address: RegisterAddress, names: Names, lang: Lang) -> Component:
    """Every facet in a fold; a choice is a link that adds or takes off its code."""
    groups = [_group(facet, found.counts[facet], address, names, lang) for facet in FACETS]
    title = html.Summary([icon("sliders"), html.Span(word("register.facets", lang))], className="button")
    return html.Details([title, html.Div(groups)], className="facets", open=True)


def chosen_chips(address: RegisterAddress, names: Names, lang: Lang) -> list[Component]:
    """What is chosen, each with a link that takes it off."""
    chips = []
    if address.words:
        chips.append(_chip(word("register.chip.words", lang, words=address.words), address.to(PATH, words=""), lang))
    for facet, codes in address.wanted.chosen:
        for code in sorted(codes):
            words = f"{word(f'register.facet.{facet}', lang)}: {code_name(facet, code, names, lang)}"
            chips.append(_chip(words, address.toggling(facet, code).href, lang))
    if not chips:
        return []
    plain = RegisterAddress(replace(address.filters, where=()), lang)
    reset = html.A(word("register.reset", lang), href=plain.href, className="button ghost")
    return [html.Div([html.Span(word("register.chips", lang)), *chips, reset], className="chips")]


def nothing_found(found: Found, address: RegisterAddress, lang: Lang) -> list[Component]:
    """Why the list is empty: each filter without which there would be something, with the way to drop it."""
    ways = []
    if address.words and found.without_words:
        number = plural("register.institutions", found.without_words, lang)
        words = word("register.none.words", lang, words=address.words, number=number)
        ways.append(html.Li(html.A(words, href=address.to(PATH, words=""))))
    for facet, _ in address.wanted.chosen:
        if without := sum(found.counts[facet].values()):
            name = word(f"register.facet.{facet}", lang)
            number = plural("register.institutions", without, lang)
            words = word("register.none.drop", lang, filter=name, number=number)
            ways.append(html.Li(html.A(words, href=address.choosing(facet, frozenset()).href)))
    return [html.P(word("register.none", lang), className="remark", role="status"), html.Ul(ways)]


def _group(
    facet: str, counts: Mapping[str, int], address: RegisterAddress, names: Names, lang: Lang
) -> Component:  # fmt: skip
    chosen = address.chosen(facet)
    rank = ranks(names, lang)
    codes = sorted({*counts, *chosen}, key=lambda code: rank(facet, code))
    title = [html.Span(word(f"register.facet.{facet}", lang))]
    if chosen:
        title.append(html.Small(f"{word('register.facet.chosen', lang)}: {len(chosen)}"))
    choices = [_choice(facet, code, counts.get(code, 0), address, names, lang) for code in codes]
    return fold(title, html.Ul(choices), is_open=facet in OPEN or bool(chosen))


def _choice(facet: str, code: str, number: int, address: RegisterAddress, names: Names, lang: Lang) -> Component:
    on = code in address.chosen(facet)
    mark = icon("check-square-fill" if on else "square")
    told = [mark, html.Span(code_name(facet, code, names, lang)), html.Small(form.number(number, lang))]
    state = {"aria-current": "true"} if on else {}
    return html.Li(html.A(told, href=address.toggling(facet, code).href, className="choice", **state))


def _chip(words: str, link: str, lang: Lang) -> Component:
    remove = html.Span(word("filter.remove", lang), className="visually-hidden")
    return html.A([html.Span(words), icon("x-lg"), remove], href=link, className="chip")
