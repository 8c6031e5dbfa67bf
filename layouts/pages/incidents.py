"""The officers' queue of reports: what is overdue, the tabs, the queue by legal clock, the chosen case beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC

from dash import html
from dash.development.base_component import Component

from data.incidents.model import State
from geo.text import Lang
from layouts.components import form
from layouts.components.card import icon
from layouts.components.case_panel import PanelView, panel
from layouts.components.case_queue import QueueView, queue
from layouts.components.case_tools import help_dialog, tools
from layouts.deadlines import STATES
from layouts.format import sentence_case
from layouts.ids import Incidents
from layouts.markup import Input
from layouts.words import has, plural, word

ADDRESS = "/incidents"


@dataclass(frozen=True, eq=False)
class BoardView:
    """`overdue`, `today`: of all open cases the reader knows of; `number`: the newest change that is shown.

    `known`: ids of the new cases there are; `me`: the reader's own id where cases may be given to them.
    """

    queue: QueueView
    counts: Mapping[State, int]
    overdue: int
    today: int
    number: int
    mine: bool = False
    search: str = ""
    panel: PanelView | None = None
    officer: bool = False
    said: str = ""
    trouble: str = ""
    people: tuple[tuple[str, str], ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    known: tuple[str, ...] = ()
    me: str = ""

    @property
    def lang(self) -> Lang:
        """The reader's language."""
        return self.queue.told.lang

    @property
    def state(self) -> State:
        """The tab."""
        return self.queue.state

    @property
    def open(self) -> int:
        """How many open cases there are."""
        return sum(number for state, number in self.counts.items() if state is not State.CLOSED)


def layout(view: BoardView) -> Component:
    """The whole page."""
    lang = view.lang
    crumbs = html.P(word("queue.crumb", lang), className="crumbs")
    logged = html.Span([icon("shield-lock"), word("queue.logged", lang)], className="pill demo")
    invented = [html.Span([icon("database"), word("stamp.demonstration", lang)], className="pill demo")]
    shown = [logged, *(invented if any(case.demonstration for case in view.queue.cases) else [])]
    head = html.Div(
        [crumbs, html.Div(shown, className="stamps"), html.Div(headline(view), id=Incidents.HEAD)],
        className="page-head",
    )
    table = html.Section(
        html.Div(queue(view.queue), id=Incidents.QUEUE),
        className="panel queue-box",
        **{"aria-label": word(f"queue.caption.{view.state}", lang)},
    )
    beside = html.Section(
        beside_queue(view),
        id=Incidents.PANEL,
        className="panel case-panel",
        tabIndex=-1,
        **{"aria-label": word("queue.panel", lang)},
    )
    bulk = [_bulk(view)] if view.officer and view.people else []
    columns = html.Div(
        [html.Div([table, *bulk], className="queue-column"), beside],
        className="board chosen" if view.panel else "board",
    )
    parts = [head, _lost(lang), *told(view.said, view.trouble, lang), _bar(view), columns, help_dialog(lang)]
    return html.Div(parts, className="page incidents", id=Incidents.BOARD, **_for_script(view))


def headline(view: BoardView) -> Component:
    """The page's finding, by rule: what is overdue, what falls due today."""
    return html.H1(headline_words(view.overdue, view.today, view.open, view.lang))


def headline_words(overdue: int, today: int, opened: int, lang: Lang) -> str:
    """One sentence; numbers up to nine in words."""
    if not opened:
        return word("queue.head.empty", lang)
    late = plural("queue.head.overdue", overdue, lang, count=_count(overdue, lang)) if overdue else ""
    if today:
        key = "queue.head.today" if overdue else "queue.head.today_alone"
        soon = plural(key, today, lang, count=_count(today, lang))
        return sentence_case(word("queue.head.both", lang, first=late, second=soon) if overdue else soon)
    return sentence_case(late) if late else word("queue.head.calm", lang)


def tabs(view: BoardView) -> Component:
    """The states with how many cases each holds."""
    links = [
        html.A(
            [html.Span(word(f"queue.tab.{state}", view.lang)), html.B(str(view.counts.get(state, 0)))],
            href=view.links[state],
            className="tab",
            **({"aria-current": "page"} if state is view.state else {}),
        )
        for state in STATES
    ]
    return html.Nav(links, className="tab-row", **{"aria-label": word("queue.tabs", view.lang)})


def beside_queue(view: BoardView) -> list[Component]:
    """The chosen case, or what this place is for."""
    if view.panel:
        return panel(view.panel)
    return [html.P([icon("hand-index"), html.Span(word("queue.choose", view.lang))], className="nothing choose")]


def told(said: str, trouble: str, lang: Lang) -> list[Component]:
    """How the last act went."""
    done = [form.done(word(f"case.said.{said}", lang))] if said and has(f"case.said.{said}", lang) else []
    return [*done, *([form.errors(trouble)] if trouble else [])]


def _bar(view: BoardView) -> Component:
    lang = view.lang
    mine = html.A(
        [icon("funnel-fill" if view.mine else "funnel"), html.Span(word("queue.mine", lang))],
        href=view.links["mine"],
        className="button toggle",
        **({"aria-current": "true"} if view.mine else {}),
    )
    new = html.A(
        [icon("plus-lg"), html.Span(word("queue.new", lang))], href=f"{ADDRESS}/new", className="button primary"
    )
    right = [_search(view), mine, *tools(lang), *([new] if view.officer else [])]
    return html.Div(
        [html.Div(tabs(view), id=Incidents.TABS), html.Div(right, className="queue-tools")], className="queue-bar"
    )


def _search(view: BoardView) -> Component:
    label = html.Label(word("queue.search", view.lang), htmlFor="queue-search", className="visually-hidden")
    line = Input(
        type="search",
        name="q",
        id="queue-search",
        value=view.search,
        className="form-line",
        autoComplete="off",
        placeholder=word("queue.search", view.lang),
        maxLength=20,
    )
    kept = [form.hidden("state", view.state), *([form.hidden("mine", "1")] if view.mine else [])]
    go = html.Button(
        [icon("search"), html.Span(word("queue.search.go", view.lang), className="visually-hidden")],
        type="submit",
        className="button",
    )
    return html.Form([*kept, label, line, go], action=ADDRESS, method="get", className="queue-search", role="search")


def _bulk(view: BoardView) -> Component:
    lang = view.lang
    who = form.select("person", word("queue.bulk.who", lang), view.people, empty=word("case.field.choose", lang))
    send = html.Button(word("queue.bulk.go", lang), type="submit", className="button")
    hidden = [form.hidden("state", view.state), *([form.hidden("mine", "1")] if view.mine else [])]
    return html.Form(
        [*hidden, html.P(word("queue.bulk", lang), className="bulk-title"), who, send],
        id=Incidents.BULK,
        action=f"{ADDRESS}/assign",
        method="post",
        className="bulk",
    )


def _lost(lang: Lang) -> Component:
    """Shown by the script when the portal does not answer any more."""
    words = html.Span(word("queue.lost", lang))
    return html.P([icon("wifi-off"), words], id=Incidents.LOST, className="form-errors", role="alert", hidden=True)


def _for_script(view: BoardView) -> dict[str, str]:
    """What the script counts and says with; the server's clock, as the browser's may be wrong."""
    lang, now = view.lang, view.queue.told.now.astimezone(UTC).isoformat()
    words = {name: word(f"case.{key}", lang) for name, key in SCRIPT_WORDS.items()}
    chosen = view.queue.selected
    asked = {
        "data-state": view.state,
        "data-mine": "1" if view.mine else "",
        "data-search": view.search,
        "data-chosen": chosen,
        "data-known": " ".join(view.known),
        "data-me": view.me,
    }
    spoken = {
        "data-say-new": word("queue.say.new", lang),
        "data-say-changed": word("queue.say.changed", lang),
        "data-say-panel": word("queue.say.panel", lang),
        "data-say-show": word("queue.panel.show", lang),
        "data-signed-out": word("queue.signed_out", lang),
    }
    return {"data-number": str(view.number), "data-now": now, **asked, **spoken, **words}


SCRIPT_WORDS = {
    "data-left": "due.left",
    "data-over": "due.over",
    "data-at-once": "due.at_once",
    "data-minutes": "minutes",
    "data-hours": "hours",
    "data-days": "days",
}


def _count(number: int, lang: Lang) -> str:
    key = f"number.{number}"
    return word(key, lang) if has(key, lang) else str(number)
