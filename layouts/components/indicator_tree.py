"""All indicators by group, each a link that keeps the filters; 70-explorer.js narrows them by what is typed."""

from collections.abc import Iterable
from itertools import groupby

from dash import html
from dash.development.base_component import Component

from data.indicators.model import Indicator
from geo.areas import fold
from geo.text import Lang
from layouts.address import Address
from layouts.components.indicator_card import group_words
from layouts.ids import Indicators
from layouts.markup import Input, still
from layouts.words import word

GROUPS = ("children", "structure", "movement", "family", "institutions", "published")
"""The groups in the order of the question: how many, who, where from and to, where else, in how many houses."""


def tree_panel(lang: Lang) -> Component:
    """The fold with the line to search by and an empty tree."""
    line = Input(
        type="search", id=Indicators.SEARCH, className="form-line", autocomplete="off", spellcheck="false",
        **{"data-tree-search": Indicators.TREE, "data-found": word("explorer.search.found", lang),
           "data-none": word("explorer.search.none", lang)},
    )  # fmt: skip
    search = still(
        [
            html.Label(word("explorer.search", lang), htmlFor=Indicators.SEARCH),
            line,
            html.P(id=Indicators.FOUND, className="sub", role="status"),
        ]
    )
    summary = html.Summary(html.H2(word("explorer.tree", lang)))
    nav = html.Nav(id=Indicators.TREE, **{"aria-label": word("explorer.tree", lang)})
    return html.Details([summary, search, nav], open=True, className="panel tree", **{"data-narrow-closed": "991"})


def indicator_tree(indicators: Iterable[Indicator], address: Address, lang: Lang) -> list[Component]:
    """A heading and a list for every group; the present indicator is marked."""
    found = []
    for group, members in groupby(_grouped(indicators), key=lambda one: one.group):
        items = [_item(one, address, lang) for one in members]
        found.append(html.Section([html.H3(group_words(group, lang)), html.Ul(items)], **{"data-tree-group": "1"}))
    return found


def searched(indicator: Indicator) -> str:
    """What an indicator is found by, in both languages: names, question and code, folded."""
    texts = (indicator.label, indicator.short, indicator.question)
    words = [words for text in texts for words in (text.uk, text.en)]
    return fold(" ".join([*words, indicator.code]), {})


def _grouped(indicators: Iterable[Indicator]) -> list[Indicator]:
    every = list(indicators)
    others = [one.group for one in every if one.group not in GROUPS]
    groups = [*GROUPS, *dict.fromkeys(others)]
    return sorted(every, key=lambda one: groups.index(one.group))


def _item(one: Indicator, address: Address, lang: Lang) -> Component:
    here = {"aria-current": "true"} if one.code == address.filters.indicator else {}
    link = html.A(one.short.in_(lang), href=address.to(indicator=one.code), title=one.label.in_(lang), **here)
    return html.Li(link, **{"data-words": searched(one)})
