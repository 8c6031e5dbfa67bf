"""The queue's switches: the sound of a new report, the keys; what the keys are."""

from dash import html
from dash.development.base_component import Component

from geo.text import Lang
from layouts.components.card import icon
from layouts.ids import Incidents
from layouts.words import word

KEYS = ("j", "k", "Enter", "a", "?")


def tools(lang: Lang) -> list[Component]:
    """Only for who has a script, so the script shows them."""
    sound = html.Button(
        [icon("bell"), html.Span(word("queue.sound", lang), className="visually-hidden")],
        type="button",
        id=Incidents.SOUND,
        className="button",
        hidden=True,
        title=word("queue.sound", lang),
        **{"aria-pressed": "true"},
    )
    keys = html.Button(
        [icon("keyboard"), html.Span(word("queue.keys", lang), className="visually-hidden")],
        type="button",
        id=Incidents.HELP + "-open",
        className="button",
        hidden=True,
        title=word("queue.keys", lang),
    )
    return [sound, keys]


def help_dialog(lang: Lang) -> Component:
    """What each key does, and the switch that turns them off."""
    lines = [part for key in KEYS for part in (html.Dt(html.Kbd(key)), html.Dd(word(f"queue.key.{_name(key)}", lang)))]
    switch = html.Button(
        word("queue.keys.off", lang),
        type="button",
        id=Incidents.KEYS,
        className="button",
        **{"aria-pressed": "false", "data-on": word("queue.keys.on", lang), "data-off": word("queue.keys.off", lang)},
    )
    close = html.Form(
        html.Button(word("queue.keys.close", lang), type="submit", className="button primary"), method="dialog"
    )
    title = html.H2(word("queue.keys", lang), id=Incidents.HELP + "-title")
    return html.Dialog(
        [title, html.Dl(lines, className="keys"), html.Div([close, switch], className="acts")],
        id=Incidents.HELP,
        className="help",
        **{"aria-labelledby": Incidents.HELP + "-title"},
    )


def _name(key: str) -> str:
    return {"?": "help"}.get(key, key.lower())
