"""Controls whose choice is written into the URL: labelled selects, and links that switch something on or off."""

from collections.abc import Iterable, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts.components.card import icon

Options = Sequence[tuple[str, str]]


def select(key: str, label: str, options: Options, chosen: str, hint: str = "") -> Component:
    """A select; 50-shell.js writes its choice into the URL under `key`. `options`: value and words, "" the default."""
    control = f"explorer-{key}"
    known = list(options)
    if chosen not in {value for value, _ in known}:
        known.append((chosen, chosen))
    parts = [html.Option(words, value=value, selected=value == chosen) for value, words in known]
    box = html.Select(parts, id=control, className="form-select", title=hint or None, **{"data-filter": key})
    return html.Div([html.Label(label, htmlFor=control), box], className=f"field {key}")


def switch(label: str, options: Iterable[tuple[str, str, bool]]) -> Component:
    """Links of which one is current: words, link, whether it is the one."""
    links = [html.A(words, href=href, **({"aria-current": "true"} if on else {})) for words, href, on in options]
    return html.Div(links, className="switch", role="group", **{"aria-label": label})


def toggle(words: str, href: str, on: bool, refused: str = "") -> Component:
    """A link that adds or takes off; `refused` says why it cannot be added, and then it is no link."""
    if refused:
        said = html.Span(f" ({refused})", className="visually-hidden")
        return html.Span([words, said], className="toggle refused", title=refused)
    mark = icon("check-square-fill" if on else "square")
    told: dict[str, Any] = {"aria-current": "true"} if on else {}
    return html.A([mark, html.Span(words)], href=href, className="toggle", **told)


def group(label: str, parts: Sequence[Component]) -> Component:
    """Controls that belong together, under one name."""
    name = html.Span(label, className="group-name", **{"aria-hidden": "true"})
    box = html.Div(list(parts), className="group-parts")
    return html.Div([name, box], className="control-group", role="group", **{"aria-label": label})
