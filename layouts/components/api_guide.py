"""How to take numbers away: files behind the pages, and the programming interface with examples."""

from collections.abc import Sequence
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from data.filters import DEFAULT_INDICATOR
from data.indicators.model import Indicator, Kind
from geo.text import Lang
from layouts.components.downloads import data_links
from layouts.components.table import Column, Row, scrolling, table
from layouts.words import word

API = "/api/v1"
FIXED = ("indicator", "area", "from", "to", "population")
MEASURED = ("value", "numerator", "denominator", "state", "flags", "release", "source")
SERIES = {"every": "year"}
EXAMPLES = (
    ("areas", "observations", {"indicator": DEFAULT_INDICATOR, "by": "area"}),
    (
        "series",
        "observations.csv",
        {
            "indicator": "children_in_institutions",
            "from": "2018-01-01",
            "every": "year",
            "population": "24h",
        },
    ),
    ("by", "observations", {"indicator": "children_in_institutions", "by": "ministry,type"}),
)
ADDRESSES = (
    ("indicators", "indicators"),
    ("observations", "observations?…"),
    ("observations_csv", "observations.csv?…"),
    ("observations_xlsx", "observations.xlsx?…"),
    ("observations_parquet", "observations.parquet?…"),
    ("list", "list?…"),
    ("openapi", "openapi.json"),
)
PARAMETERS = (
    ("indicator", "indicator"),
    ("as_of", "as_of"),
    ("series", "from, to, every"),
    ("population", "population"),
    ("where", "area, ministry, type, age, sex, disability, …"),
    ("by", "by"),
    ("release", "release"),
    ("page", "limit, offset"),
    ("lang", "lang"),
)


def file_list(indicators: Sequence[Indicator], release: str, lang: Lang) -> list[Component]:
    """Every indicator's files: by area at the latest date, and the country by year."""
    keys = ("what", "areas_file", "series_file")
    heads = ("data.downloads.what", "data.downloads.areas_head", "data.downloads.series_head")
    columns = [Column(key, word(head, lang)) for key, head in zip(keys, heads, strict=True)]
    rows = []
    for one in indicators:
        name = one.label.in_(lang)
        by_area = {"indicator": one.code, "by": "area", "release": release}
        by_year = {"indicator": one.code, **({} if one.kind is Kind.PUBLISHED else SERIES), "release": release}
        areas = _files(by_area, word("data.downloads.areas", lang, label=name), lang)
        series = _files(by_year, word("data.downloads.series", lang, label=name), lang)
        rows.append(Row((name, areas, series)))
    caption = word("data.downloads.caption", lang)
    return [
        html.P(word("data.downloads.lead", lang)),
        scrolling(table(caption, columns, rows, lang, hidden_caption=True), caption),
    ]


def api_guide(iso: str, lang: Lang) -> list[Component]:
    """Addresses, parameters, examples, what comes back."""
    columns = word("data.api.columns", lang, columns=", ".join((*FIXED, "…", *MEASURED)), country=iso)
    return [
        html.P(word("data.api.lead", lang)),
        _pairs(
            "data.api.caption",
            ("address", "gives"),
            [(f"{API}/{path}", f"data.api.{key}") for key, path in ADDRESSES],
            lang,
        ),
        html.H3(word("data.api.parameters", lang)),
        _pairs(
            "data.api.parameters.caption",
            ("parameter", "values"),
            [(name, f"data.api.parameter.{key}") for key, name in PARAMETERS],
            lang,
        ),
        html.H3(word("data.api.examples", lang)),
        html.Ul([_example(*example, lang) for example in EXAMPLES], className="examples"),
        html.P(columns),
        html.P(word("data.api.states", lang)),
    ]


def _pairs(caption: str, heads: tuple[str, str], rows: Sequence[tuple[str, str]], lang: Lang) -> Component:
    columns = [Column(head, word(f"data.api.{head}", lang)) for head in heads]
    title = word(caption, lang)
    return scrolling(
        table(title, columns, [Row((html.Code(code), word(key, lang))) for code, key in rows], lang), title
    )


def _example(key: str, path: str, asked: dict[str, str], lang: Lang) -> Component:
    address = f"{API}/{path}?{urlencode(asked, safe=',')}"
    link = html.A(html.Code(address), href=address, **{"data-full": "1"})
    return html.Li([word(f"data.api.example.{key}", lang), html.Br(), link])


def _files(asked: dict[str, str], what: str, lang: Lang) -> Component:
    """CSV and XLSX; each link says for assistive technology what is in it."""
    english = {} if lang is Lang.UK else {"lang": str(lang)}
    links = []
    for link, name in zip(data_links(urlencode({**asked, **english}, safe=","), lang), ("CSV", "XLSX"), strict=True):
        label = word("data.downloads.file", lang, format=name, what=what)
        links.append(html.A(name, href=link.href, download="", **{"aria-label": label}))
    return html.Span([links[0], " · ", links[1]], className="files")
