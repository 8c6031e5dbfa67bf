"""The report's form for a child: three questions in simple words."""

from typing import TYPE_CHECKING

from dash import html
from dash.development.base_component import Component

from geo.text import Lang
from layouts.components.form import area, choices, field, select
from layouts.pages.report_steps import step, triple
from layouts.words import word

if TYPE_CHECKING:
    from layouts.pages.report import Shown


def child_parts(shown: "Shown", lang: Lang) -> list[Component]:
    """What happened, where, is somebody in danger."""
    filled = shown.filled
    lead = html.P(word("report.child.lead", lang), className="lead")
    text = area(
        "text",
        word("report.child.text", lang),
        filled.text,
        rows=6,
        required=False,
        hint=word("report.child.text.hint", lang),
        error=shown.error("text", lang),
    )
    where = [
        select("area", word("report.area", lang), shown.areas, filled.area, empty=word("report.area.none", lang)),
        field(
            "place",
            word("report.child.place", lang),
            value=filled.place,
            required=False,
            hint=word("report.child.place.hint", lang),
            error=shown.error("place", lang),
        ),
    ]
    danger = choices("danger", word("report.child.danger", lang), triple(lang), {filled.danger})
    told = html.Div(html.P(word("report.child.who_sees", lang)), className="told-box")
    return [lead, text, step("where", word("report.child.where", lang), where), danger, told]
