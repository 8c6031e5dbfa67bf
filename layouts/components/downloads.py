"""What a card can be taken away as: data from the server, pictures made in the browser."""

from dash import html
from dash.development.base_component import Component

from geo.text import Lang
from layouts.components.card import icon
from layouts.ids import Card
from layouts.words import word

PATH = "/download/observations"


def data_links(query: str, lang: Lang) -> list[Component]:
    """Links to the same rows as CSV and XLSX. `query` is the question as on the API."""
    links = []
    for suffix in ("csv", "xlsx"):
        href = f"{PATH}.{suffix}?{query}"
        links.append(html.A([icon("filetype-" + suffix), word(f"download.{suffix}", lang)], href=href, download=""))
    return links


def picture_buttons(card: Card, lang: Lang) -> list[Component]:
    """Buttons that save the card's figure; 40-downloads.js draws it with title, source and release inside."""
    return [
        html.Button(
            [icon("filetype-" + suffix), word(f"download.{suffix}", lang)],
            type="button", **{"data-export": suffix, "data-card": card.name},
        )
        for suffix in ("png", "svg")
    ]  # fmt: skip


def menu(label: str, items: list[Component], className: str = "") -> Component:  # noqa: N803
    """A small menu that opens by click and keyboard (native details); its button is an arrow and `label`."""
    summary = html.Summary([icon("download"), html.Span(label, className="menu-label")], title=label)
    listing = html.Ul([html.Li(item) for item in items], className="menu-list")
    return html.Details([summary, listing], className=f"menu {className}".strip(), **{"data-menu": "1"})


def card_downloads(card: Card, query: str, lang: Lang, picture: bool = True) -> Component:
    """The download menu of one card."""
    items = data_links(query, lang) + (picture_buttons(card, lang) if picture else [])
    return menu(word("card.download", lang), items, "icon-only")
