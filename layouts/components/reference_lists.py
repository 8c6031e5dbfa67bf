"""Long lists of the page of methods, folded: sources by series, terms by category."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from dash import html
from dash.development.base_component import Component

from data.glossary import Term
from data.published import Reference
from geo.text import Lang
from layouts import format as form
from layouts.components.outline import fold, source_link
from layouts.components.table import Column, Row, scrolling, table
from layouts.names import Names
from layouts.words import has, word


def source_list(sources: Mapping[str, Sequence[Reference]], names: Names, lang: Lang) -> list[Component]:
    """Every series with its sources. `sources`: series → sources."""
    found: list[Component] = [html.P(word("methods.sources.lead", lang))]
    for series, references in sources.items():
        name = names.of("series", series, lang)
        number = form.number(sum(one.figures for one in references), lang)
        found.append(fold([html.Span(name), html.Small(number)], _series_sources(series, name, references, lang)))
    return found


def _series_sources(series: str, name: str, references: Sequence[Reference], lang: Lang) -> list[Component]:
    columns = [
        Column("source", word("methods.sources.source", lang)),
        Column("years", word("methods.sources.years", lang), number=True),
        Column("figures", word("methods.sources.figures", lang), number=True),
    ]
    rows = [
        Row(
            (
                source_link(one.source, one.url, lang),
                str(one.first) if one.first == one.last else f"{one.first}–{one.last}",
                form.number(one.figures, lang),
            )
        )
        for one in references
    ]
    english = "" if lang is Lang.UK else f"&lang={lang}"
    all_figures = html.A(word("methods.sources.open", lang), href=f"/data?series={series}{english}#published")
    caption = word("methods.sources.caption", lang, series=name)
    return [scrolling(table(caption, columns, rows, lang, hidden_caption=True), caption), html.P(all_figures)]


def glossary_list(terms: Sequence[Term], lang: Lang) -> list[Component]:
    """Every category's terms by name. `terms` come by category."""
    found: list[Component] = [html.P(word("methods.glossary.lead", lang))]
    for category, members in groupby(terms, key=lambda term: term.category):
        if has(f"methods.category.{category}", lang):
            name = word(f"methods.category.{category}", lang)
            listed = sorted(members, key=lambda term: form.sort_key(term.name.in_(lang), lang))
            found.append(
                fold([html.Span(name), html.Small(form.number(len(listed), lang))], _terms(name, listed, lang))
            )
    return found


def _terms(name: str, terms: Sequence[Term], lang: Lang) -> Component:
    other = Lang.EN if lang is Lang.UK else Lang.UK
    columns = [Column(key, word(f"methods.glossary.{key}", lang)) for key in ("term", "other", "code", "definition")]
    rows = [
        Row(
            (
                form.sentence_case(term.name.in_(lang)),
                html.Span(term.name.in_(other), lang=str(other)),
                html.Code(term.code),
                html.Span(term.definition, **({} if lang is Lang.EN else {"lang": "en"})),
            )
        )
        for term in terms
    ]
    caption = word("methods.glossary.caption", lang, category=name)
    return scrolling(table(caption, columns, rows, lang, hidden_caption=True), caption)
