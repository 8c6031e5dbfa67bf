"""The list of releases: what each covers, what changed, how to check it and where it stays."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from data.indicators.model import ReleaseInfo
from geo.text import Lang
from layouts import format as form
from layouts.components.card import icon
from layouts.components.table import Column, Row, scrolling, table
from layouts.words import has, word


@dataclass(frozen=True)
class Releases:
    """All releases, newest first; the ids of the one in force and of the one the reader looks at."""

    infos: Sequence[ReleaseInfo]
    current: str
    asked: str


def release_list(releases: Releases, lang: Lang) -> list[Component]:
    """The table of releases, with a warning where one is a demonstration."""
    if not releases.infos:
        return [html.P(word("data.releases.none", lang))]
    keys = ("id", "published", "covers", "changed", "rows", "checksum", "link")
    columns = [Column(key, word(f"data.releases.{key}", lang)) for key in keys]
    rows = [_row(info, releases, lang) for info in releases.infos]
    caption = word("data.releases.caption", lang)
    found: list[Component] = [scrolling(table(caption, columns, rows, lang, hidden_caption=True), caption)]
    if any(info.demonstration for info in releases.infos):
        warning = html.Span(word("data.releases.demonstration_note", lang))
        found.insert(0, html.P([icon("exclamation-triangle"), warning], className="remark", role="note"))
    return found


def _row(info: ReleaseInfo, releases: Releases, lang: Lang) -> Row:
    total = word("data.releases.total", lang, total=form.number(sum(info.rows.values()), lang))
    english = {} if lang is Lang.UK else {"lang": str(lang)}
    link = html.A(f"?release={info.id}", href="/?" + urlencode({"release": info.id, **english}))
    counts = html.Details([html.Summary(total), _counts(info, lang)], className="small-fold")
    checksum = html.Code(info.checksum, className="checksum")
    day, covers = form.day(info.published_at.date(), lang), form.day(info.covers_to, lang)
    return Row((_name(info, releases, lang), day, covers, _changed(info, lang), counts, checksum, link))


def _name(info: ReleaseInfo, releases: Releases, lang: Lang) -> Component:
    marks = []
    if info.id == releases.current:
        marks.append(html.Span(word("data.releases.current", lang), className="pill ok"))
    if info.id == releases.asked != releases.current:
        marks.append(html.Span(word("data.releases.asked", lang), className="pill"))
    if info.demonstration:
        marks.append(html.Span(word("data.releases.demonstration", lang), className="pill demo"))
    return html.Div([html.Strong(info.id), *marks], className="release-name")


def _changed(info: ReleaseInfo, lang: Lang) -> str:
    if not info.changed:
        return word("data.releases.same", lang)
    if dict(info.changed) == dict(info.rows):
        return word("data.releases.first", lang)
    parts = [
        f"{dataset_words(name, lang)}: {form.signed(form.number(rows, lang), rows)}"
        for name, rows in info.changed.items() if rows
    ]  # fmt: skip
    return "; ".join(parts)


def _counts(info: ReleaseInfo, lang: Lang) -> Component:
    lines = [html.Li(f"{dataset_words(name, lang)}: {form.number(rows, lang)}") for name, rows in info.rows.items()]
    return html.Ul(lines)


def dataset_words(dataset: str, lang: Lang) -> str:
    """What a dataset is called."""
    key = f"data.dataset.{dataset}"
    return word(key, lang) if has(key, lang) else dataset
