"""Remarks and refusals, said where the reader looks."""

from collections.abc import Iterable
from datetime import date

from dash import html
from dash.development.base_component import Component

from data.errors import PortalError
from data.filters import Notice
from data.indicators.catalogue import indicator
from geo.text import Lang
from layouts import format as form
from layouts.components.card import icon
from layouts.words import has, word


def notice_words(notice: Notice, lang: Lang) -> str:
    """The sentence of a notice, its parameters in words."""
    told = {key: _told(key, value, lang) for key, value in notice.parameters}
    return word(f"notice.{notice.key}", lang, **_Parameters(told))


def notices(found: Iterable[Notice], lang: Lang) -> list[Component]:
    """A line for each notice, each said once."""
    return [remark(notice_words(notice, lang)) for notice in dict.fromkeys(found)]


def _told(key: str, value: str, lang: Lang) -> str:
    """A notice's parameter as a reader knows it: a date, the name of an indicator, of a dimension, of those counted."""
    if key in ("asked", "answered", "from", "to"):
        return form.day(date.fromisoformat(value), lang) if value[:4].isdigit() else value
    if key == "indicator":
        return indicator(value).short.in_(lang)
    if key == "key":
        return word(f"filter.{value}", lang) if has(f"filter.{value}", lang) else value
    if key == "dimension":
        return word(f"dimension.{value}", lang)
    return word(f"population.{value}", lang) if key == "population" else value


def remark(words: str) -> Component:
    """One remark."""
    return html.P([icon("info-circle"), html.Span(words)], className="remark", role="note")


def error_words(error: PortalError, lang: Lang) -> str:
    """What went wrong and what to do about it."""
    names = error.parameters.get("drop")
    if isinstance(names, tuple) and names:
        dropped = ", ".join(word(f"dimension.{name}", lang) for name in names)
        return word(f"error.{error.key}.drop", lang, drop=dropped)
    key = f"error.{error.key}" if has(f"error.{error.key}", lang) else "error.portal_error"
    return word(key, lang, **_Parameters(error.parameters))


def refusal(error: PortalError, lang: Lang, reset: str = "") -> Component:
    """An error in the place of what could not be shown; `reset` is the link that takes the filters off."""
    words = html.P([icon("exclamation-triangle"), html.Span(error_words(error, lang))])
    link = [html.A(word("filter.reset", lang), href=reset, className="button")] if reset else []
    return html.Div([words, *link], className="refusal", role="status")


class _Parameters(dict):
    """Parameters of a sentence; one that the error does not carry is left empty."""

    def __init__(self, given: dict[str, object]) -> None:
        super().__init__({key: _plain(value) for key, value in given.items()})

    def __missing__(self, key: str) -> str:
        return ""


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple | list | set | frozenset) else str(value)
