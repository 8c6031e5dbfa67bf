"""One institution's children over time: the line by quarter, and stacked bars by what they are made of."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from data.profile.profile import Count, Part
from geo.text import Lang
from layouts import format as form
from layouts.theme import CATEGORICAL, COLOR, SERIES, base_layout
from layouts.words import word

AXIS = {"rangemode": "tozero", "fixedrange": True, "gridcolor": COLOR["grid"], "nticks": 5, "tickformat": ",d"}


def history_line(history: Sequence[Count], capacity: int | None, lang: Lang) -> dict[str, Any]:
    """Children by quarter; where a number is hidden or missing the line breaks. `capacity`: drawn as a level."""
    texts = [f"{form.day(one.on, lang)}<br><b>{count_text(one, lang)}</b>" for one in history]
    line = {
        "type": "scatter", "mode": "lines+markers", "connectgaps": False, "cliponaxis": False,
        "x": [one.on.isoformat() for one in history], "y": [one.children for one in history],
        "line": {"color": SERIES["actual"], "width": 2.5}, "marker": {"size": 4.5, "color": SERIES["actual"]},
        "text": texts, "hovertemplate": "%{text}<extra></extra>",
    }  # fmt: skip
    top = max([one.children or 0 for one in history] + [capacity or 0, 10])
    layout = {
        **base_layout(lang), "margin": {"l": 46, "r": 16, "t": 14, "b": 28},
        "xaxis": {"type": "date", "fixedrange": True, "tickformat": "%Y", "linecolor": COLOR["borderStrong"],
                  "nticks": 8},
        "yaxis": {**AXIS, "range": [0, top * 1.12]}, **_level(capacity, lang),
    }  # fmt: skip
    return {"data": [line], "layout": layout}


def stacked(parts: Sequence[Part], days: Sequence[date], named: Callable[[str], str], lang: Lang) -> dict[str, Any]:
    """A bar a day, a layer a code, the largest at the bottom."""
    labels = [day_label(day) for day in days]
    traces = []
    for place, code in enumerate(codes_of(parts)):
        found = {part.on: part.children for part in parts if part.code == code}
        values = [found.get(day, 0) for day in days]
        traces.append({
            "type": "bar", "name": named(code), "x": labels, "y": values,
            "marker": {"color": CATEGORICAL[place % len(CATEGORICAL)], "line": {"width": 1, "color": COLOR["surface"]}},
            "customdata": [form.number(value, lang) for value in values],
            "hovertemplate": "%{x}<br>" + named(code) + ": %{customdata}<extra></extra>",
        })  # fmt: skip
    layout = {
        **base_layout(lang), "barmode": "stack", "bargap": 0.3, "margin": {"l": 40, "r": 8, "t": 8, "b": 26},
        "xaxis": {"type": "category", "fixedrange": True, "tickangle": 0, "tickfont": {"size": 11},
                  "linecolor": COLOR["borderStrong"]}, "yaxis": AXIS,
    }  # fmt: skip
    return {"data": traces, "layout": layout}


def codes_of(parts: Sequence[Part]) -> list[str]:
    """The codes there are: those of ages as they grow, others by how many children, the most first."""
    totals: dict[str, int] = {}
    for part in parts:
        totals[part.code] = totals.get(part.code, 0) + part.children
    if any(part.dimension == "age" for part in parts):
        return sorted(totals)
    return sorted(totals, key=lambda code: (-totals[code], code))


def day_label(day: date) -> str:
    """The year of a year's last day, else month and year."""
    return str(day.year) if (day.month, day.day) == (12, 31) else f"{day:%m.%Y}"


def count_text(one: Count, lang: Lang) -> str:
    """A number of children, or the symbol of why there is none."""
    return word(f"state.{one.state}.symbol", lang) if one.children is None else form.number(one.children, lang)


def _level(capacity: int | None, lang: Lang) -> dict[str, Any]:
    if not capacity:
        return {}
    line = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": capacity, "y1": capacity,
            "line": {"color": SERIES["target"], "width": 1.6, "dash": "dash"}}  # fmt: skip
    note = {"xref": "paper", "x": 0, "y": capacity, "xanchor": "left", "yanchor": "bottom", "showarrow": False,
            "text": word("institution.history.capacity", lang, n=form.number(capacity, lang)),
            "font": {"size": 12, "color": SERIES["target"]}}  # fmt: skip
    return {"shapes": [line], "annotations": [note]}
