"""Where exact numbers end and published ones begin: a sentence above, a mark beside each exact number."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from data.errors import PortalError
from data.indicators.model import Cell, Measured
from data.states import Flag, Reach
from geo.text import Lang
from layouts.components.card import icon
from layouts.components.notice import remark
from layouts.words import word

Answer = Measured | PortalError


def border_notice(answer: Answer, lang: Lang) -> list[Component]:
    """What a reader with exact numbers must know of this answer; nothing for those who see what everybody sees."""
    if not isinstance(answer, Measured) or answer.reach is Reach.NOWHERE:
        return []
    if answer.reach is Reach.EVERYWHERE:
        return [remark(word("scope.everywhere", lang))]
    marked = any(is_exact(cell) for cell in (*answer.cells, *answer.whole))
    return [remark(word("scope.inside" if marked else "scope.public_only", lang))]


def border_words(measured: Measured, lang: Lang) -> list[str]:
    """What a file with exact numbers says of them; nothing in a file that anybody may have."""
    if measured.reach is Reach.EVERYWHERE:
        return [word("scope.everywhere", lang)]
    return [word("scope.file", lang)] if any(is_exact(cell) for cell in measured.cells) else []


def is_exact(cell: Cell | None) -> bool:
    """Whether the number is exact while others beside it are not."""
    return cell is not None and Flag.EXACT in cell.flags


def marked(content: Any, exact: bool, lang: Lang) -> Any:
    """`content` with the mark of an exact number: a sign to see, words to hear."""
    return html.Span([content, exact_mark(lang)], className="exact") if exact else content


def exact_mark(lang: Lang) -> Component:
    """The mark."""
    said = html.Span(f" {word('scope.mark', lang)}", className="visually-hidden")
    return html.Span([icon("bullseye"), said], className="exact-mark", title=word("flag.exact", lang))
