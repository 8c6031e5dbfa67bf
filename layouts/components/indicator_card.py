"""The card of one indicator: what it means and how it is counted, made from its own description."""

from dash import html
from dash.development.base_component import Component

from data.indicators.model import Indicator, Unit
from geo.text import Lang
from layouts import format as form
from layouts.words import has, word


def indicator_card(indicator: Indicator, lang: Lang) -> Component:
    """A fold of one indicator; its id is the indicator's code, so that it can be linked to (`/methods#code`)."""
    question = indicator.question.in_(lang)
    name = html.H4(indicator.label.in_(lang))
    summary = html.Summary([name, html.P(question, className="question")])
    listing = definition(indicator, lang)
    here = html.A(word("methods.card.link", lang), href=f"#{indicator.code}", **{"data-full": "1"})
    there = html.A(word("methods.card.open", lang), href=_on_map(indicator, lang))
    links = html.P([here, " · ", there], className="links")
    return html.Details(
        [summary, html.Div([listing, links], className="body")], id=indicator.code, className="fold indicator"
    )


def definition(indicator: Indicator, lang: Lang) -> Component:
    """What the indicator means and how it is counted, as a list of terms."""
    facts = [(key, words) for key, words in _facts(indicator, lang) if words]
    return html.Dl(
        [part for key, words in facts for part in (html.Dt(word(f"methods.card.{key}", lang)), html.Dd(words))]
    )


def class_bounds(indicator: Indicator, lang: Lang) -> str:
    """The bounds of the map's classes in words: "400 · 600 · 800 · 1 000"; empty when it has no classes."""
    decimals = 0 if all(bound == int(bound) for bound in indicator.classes) else 2
    bounds = [form.number(bound, lang, decimals) for bound in indicator.classes]
    sign = word("format.percent", lang) if indicator.unit is Unit.PERCENT else ""
    return " · ".join(bound + sign for bound in bounds)


def group_words(group: str, lang: Lang) -> str:
    """What a group of indicators is called."""
    for key in (f"group.{group}", f"methods.group.{group}"):
        if has(key, lang):
            return word(key, lang)
    return word("methods.group.other", lang)


def _facts(indicator: Indicator, lang: Lang) -> list[tuple[str, object]]:
    populations = [form.population_words(population, lang) for population in indicator.populations]
    breakdowns = [word(f"methods.dimension.{dimension}", lang) for dimension in indicator.breakdowns]
    none = word("methods.card.none", lang)
    return [
        ("definition", indicator.definition.in_(lang)),
        ("formula", indicator.formula.in_(lang)),
        ("unit", word(f"methods.unit.{indicator.unit}", lang)),
        ("kind", word(f"methods.kind.{indicator.kind}", lang)),
        ("direction", word(f"methods.direction.{indicator.direction}", lang)),
        ("populations", "; ".join(populations)),
        ("breakdowns", ", ".join(breakdowns) or none),
        ("classes", class_bounds(indicator, lang)),
        ("source", indicator.source.in_(lang)),
        ("caveat", indicator.caveat.in_(lang)),
        ("corresponds", indicator.corresponds or none),
        ("code", html.Code(indicator.code)),
    ]


def _on_map(indicator: Indicator, lang: Lang) -> str:
    english = "" if lang is Lang.UK else f"&lang={lang}"
    return f"/?indicator={indicator.code}{english}"
