"""The figures others have published, as a table with sources: filtered by series and area, by the hundred."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from dash import html
from dash.development.base_component import Component

from data.published import Published
from geo.countries import Country
from geo.text import Lang, Text
from layouts import format as form
from layouts.components.card import icon
from layouts.components.outline import source_link
from layouts.components.table import Column, Row, scrolling, table
from layouts.names import Names
from layouts.words import has, word

PAGE_SIZE = 100


@dataclass(frozen=True)
class PublishedQuery:
    """What the reader wants to see: a series, an area (code), a page (from 1); empty means all."""

    series: str = ""
    area: str = ""
    page: int = 1
    release: str = ""

    def href(self, lang: Lang, **changes: object) -> str:
        """The link to the table with `changes`."""
        there = replace(self, **changes)  # type: ignore[arg-type]
        pairs = [("series", there.series), ("area", there.area), ("release", there.release)]
        pairs += [("page", str(there.page) if there.page > 1 else ""), ("lang", "" if lang is Lang.UK else str(lang))]
        return "/data?" + urlencode([(key, value) for key, value in pairs if value]) + "#published"


@dataclass(frozen=True)
class PublishedView:
    """The figures that answer a query, and what else could be asked for. `series`: code → number of figures."""

    query: PublishedQuery
    figures: Sequence[Published]
    series: Mapping[str, int]
    areas: Sequence[str]

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-len(self.figures) // PAGE_SIZE))

    @property
    def page(self) -> int:
        """The page shown: the one asked for, or the last there is."""
        return min(self.query.page, self.pages)

    @property
    def shown(self) -> Sequence[Published]:
        """The figures of this page."""
        return self.figures[(self.page - 1) * PAGE_SIZE : self.page * PAGE_SIZE]


def published_query(search: str, country: Country) -> PublishedQuery:
    """Read the query string; what cannot be read is left out."""
    given = dict(parse_qsl(search.lstrip("?"), max_num_fields=100))
    page = given.get("page", "")
    area = given.get("area", "")[:60]
    code = area if area == country.iso else country.resolve(area) if area else ""
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 5 else 1
    return PublishedQuery(given.get("series", "")[:60], code or "", max(1, number), given.get("release", "")[:60])


def published_table(view: PublishedView, names: Names, lang: Lang) -> list[Component]:
    """Filter, table, links to the other pages."""
    lead = html.P(word("data.published.lead", lang))
    form_ = _filter(view, names, lang)
    if not view.figures:
        return [lead, form_, html.P(word("data.published.none", lang), className="remark", role="status")]
    keys = ("series", "area", "date", "value", "population", "detail", "source", "confidence")
    columns = [Column(key, word(f"data.published.{key}", lang), number=key == "value") for key in keys]
    rows = [Row(_cells(figure, names, lang)) for figure in view.shown]
    first = (view.page - 1) * PAGE_SIZE + 1
    caption = word(
        "data.published.caption", lang, first=form.number(first, lang),
        last=form.number(first + len(view.shown) - 1, lang), total=form.number(len(view.figures), lang),
    )  # fmt: skip
    box = scrolling(table(caption, columns, rows, lang), word("data.published.scroll", lang))
    return [lead, form_, html.Div(box, className="published-table"), *_pages(view, lang)]


def _cells(figure: Published, names: Names, lang: Lang) -> tuple[object, ...]:
    source = source_link(figure.source, figure.url, lang)
    return (
        names.of("series", figure.series, lang), names.area(figure.area, lang), _period(figure, lang),
        _value(figure, names, lang), _population(figure, lang), _detail(figure, names, lang), html.Span(source),
        _confidence(figure, lang),
    )  # fmt: skip


def _period(figure: Published, lang: Lang) -> str:
    """The source's own period; a full date is written as the language writes dates."""
    told = figure.period or figure.on.isoformat()
    return form.day(figure.on, lang) if told == figure.on.isoformat() else told


def _value(figure: Published, names: Names, lang: Lang) -> str:
    if figure.value is None:
        return "–"
    number = form.number(figure.value, lang, 0 if figure.value == int(figure.value) else 1)
    before = _plain(names.vocabulary, "qualifier", figure.qualifier, lang)
    unit = _plain(names.vocabulary, "unit", figure.unit, lang)
    return form.NBSP.join(part for part in (before, number, unit) if part)


def _population(figure: Published, lang: Lang) -> str:
    key = f"population.{figure.population}"
    return word(key, lang) if figure.population and has(key, lang) else word("data.published.no_population", lang)


def _detail(figure: Published, names: Names, lang: Lang) -> Component:
    parts = [names.of("ministry", figure.ministry, lang)] if figure.ministry else []
    if figure.type:
        known = figure.type in names.vocabulary.get("published_type", {})
        parts.append(names.of("published_type" if known else "type", figure.type, lang))
    if figure.disaggregation not in ("", "_T"):
        parts.append(names.of("published_disaggregation", figure.disaggregation, lang))
    note = [html.Small(figure.note, **({} if lang is Lang.EN else {"lang": "en"}))] if figure.note else []
    return html.Div([html.Div("; ".join(parts)), *note] if parts else note)


def _confidence(figure: Published, lang: Lang) -> str:
    key = f"data.confidence.{figure.confidence}"
    told = word(key, lang) if has(key, lang) else figure.confidence
    return f"{told} · {word('data.published.preferred', lang)}" if figure.preferred else told


def _plain(vocabulary: Mapping[str, Mapping[str, Text]], category: str, code: str, lang: Lang) -> str:
    text = vocabulary.get(category, {}).get(code)
    return text.in_(lang) if text else code


def _filter(view: PublishedView, names: Names, lang: Lang) -> Component:
    """Two native selects in a form that asks the server: it works by keyboard and without a script of ours."""
    series = sorted(view.series, key=lambda code: form.sort_key(names.of("series", code, lang), lang))
    series_options = [(code, f"{names.of('series', code, lang)} ({view.series[code]})") for code in series]
    areas = sorted(
        view.areas, key=lambda code: (code != names.country.iso, form.sort_key(names.area(code, lang), lang))
    )
    area_options = [(code, names.area(code, lang)) for code in areas]
    query = view.query
    show = html.Button(word("data.published.show", lang), type="submit", className="button primary")
    reset = html.A(
        [icon("arrow-counterclockwise"), word("data.published.reset", lang)],
        href=PublishedQuery(release=query.release).href(lang),
        className="button ghost",
    )
    return html.Form(
        [
            _select("series", word("data.published.all_series", lang), series_options, query.series, lang),
            _select("area", word("data.published.all_areas", lang), area_options, query.area, lang),
            *_hidden(query, lang), show, reset,
        ],
        action="/data#published", method="get", className="inline-form", role="search",
        **{"aria-label": word("data.published.filter", lang)},
    )  # fmt: skip


def _hidden(query: PublishedQuery, lang: Lang) -> list[Component]:
    """What the form must keep: language and release, as selects of one option (Dash has no plain hidden input)."""
    kept = [("lang", str(lang))] if lang is not Lang.UK else []
    kept += [("release", query.release)] if query.release else []
    return [
        html.Select(html.Option(value, value=value), name=name, hidden=True, **{"aria-label": name})
        for name, value in kept
    ]


def _select(key: str, every: str, options: Sequence[tuple[str, str]], chosen: str, lang: Lang) -> Component:
    name = f"published-{key}"
    choices = [html.Option(words, value=value, selected=value == chosen) for value, words in [("", every), *options]]
    label = html.Label(word(f"data.published.{key}", lang), htmlFor=name)
    return html.Div([label, html.Select(choices, id=name, name=key, className="form-select")], className="field")


def _pages(view: PublishedView, lang: Lang) -> list[Component]:
    if view.pages == 1:
        return []
    steps = [html.Span(word("data.published.page", lang, page=view.page, pages=view.pages), **{"aria-current": "page"})]
    if view.page > 1:
        steps.insert(
            0,
            html.A(
                word("data.published.previous", lang),
                href=view.query.href(lang, page=view.page - 1),
                className="button",
            ),
        )
    if view.page < view.pages:
        steps.append(
            html.A(
                word("data.published.next", lang), href=view.query.href(lang, page=view.page + 1), className="button"
            )
        )
    return [html.Nav(steps, className="pages", **{"aria-label": word("data.published.pages", lang)})]
