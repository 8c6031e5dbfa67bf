"""What a reader must know of an area first: occupied, partly counted, not reporting, not in the portal yet."""

from datetime import date

from dash import html
from dash.development.base_component import Component

from data.indicators.facts import Stretch
from data.states import Flag, State
from geo.text import Lang
from layouts import format as form
from layouts.components.card import icon
from layouts.words import has, word


def area_notices(stretch: Stretch, history_from: date | None, lang: Lang) -> list[Component]:
    """Boxes for the area's state on the day shown. `history_from`: the first day the portal has data of the area."""
    if stretch.state is State.NOT_LIVE:
        return [_not_live(history_from, lang)]
    if stretch.state is not State.VALUE:
        return [_box(str(stretch.state), stretch.since, lang)] if has(f"region.notice.{stretch.state}", lang) else []
    return [_box(str(flag), stretch.since, lang) for flag in (Flag.PARTIAL, Flag.PROVISIONAL) if flag in stretch.flags]


def _not_live(history_from: date | None, lang: Lang) -> Component:
    if history_from is None:
        return _said("not_live", word("region.notice.not_live", lang), lang)
    return _said("not_live", word("region.notice.not_live_until", lang, date=form.long_day(history_from, lang)), lang)


def _box(name: str, since: date, lang: Lang) -> Component:
    return _said(name, word(f"region.notice.{name}", lang, date=form.long_day(since, lang)), lang)


def _said(name: str, sentence: str, lang: Lang) -> Component:
    title = html.Strong(word(f"region.notice.{name}.title", lang))
    return html.Div(
        [icon("info-circle-fill"), html.P([title, " ", sentence])], className=f"state-notice {name}", role="note"
    )
