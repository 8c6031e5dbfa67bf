"""What is written into a trend: milestones, the band of incomplete years, the names and values at the right edge."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from data.annotations import Closure
from data.indicators.model import Indicator
from data.policy import Milestone
from geo.text import Lang
from layouts import format as form
from layouts.figures.trend_scale import Trend, last_day
from layouts.theme import COLOR, FONT, SERIES
from layouts.words import plural, word

STEP = 0.065  # how far apart those heights are, as a part of the plot
LEVELS = 5  # heights at which milestone names may stand
POINTS_PER_YEAR = 27.0  # rough width of a year on a wide screen, to keep names apart
MARGIN_RIGHT = 80.0  # into which a late milestone's name may run
LETTER = 6.5  # rough width of a letter in a name
APART = 40.0  # between two lines of words at the right edge
CROWD = 15  # from so many days on their marks are smaller
NAMED = 3  # closures of a day or year that are told by name
BROKEN = {"color": COLOR["textMuted"], "width": 1.5, "dash": "dash"}  # where a series does not go on
HEIGHT = 300.0  # rough height of the plot in points


def incomplete_words(lang: Lang) -> str:
    """What a hollow point means."""
    return word("trend.incomplete", lang)


def milestone_marks(view: Trend, top: float, lang: Lang) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A dotted line at every milestone, its name where there is room for it, its number for narrow screens."""
    shapes, notes = [], []
    for number, (one, level) in enumerate(_levels(view, lang), start=1):
        if level is not None:
            name = _note(one.on, top * (1 - level * STEP), f"<b>{one.short.in_(lang)}</b>", "wide")
            notes.append({**name, "xshift": 4})
        lower = 1 - STEP * (number % 2 == 0)
        notes.append({**_note(one.on, top * lower, f"<b>{number}</b>", "narrow"), "xshift": 3})
        shapes.append({
            "type": "line", "x0": one.on.isoformat(), "x1": one.on.isoformat(), "layer": "below",
            "y0": 0, "y1": top * (0.7 if level is None else 1 - level * STEP),
            "line": BROKEN if one.on in view.breaks else {"color": COLOR["borderStrong"], "width": 1, "dash": "dot"},
        })  # fmt: skip
    return shapes, notes


def closure_marks(view: Trend, lang: Lang) -> dict[str, Any]:
    """A small mark at the foot on every day on which institutions closed."""
    days = sorted({one.on for one in view.seen_closures})
    told = [closed_words([one for one in view.seen_closures if one.on == day], lang) for day in days]
    words = [f"{form.day(day, lang)}<br>{said}" for day, said in zip(days, told, strict=True)]
    return {
        "type": "scatter", "mode": "markers", "name": word("trend.closures", lang), "cliponaxis": False,
        "x": [day.isoformat() for day in days], "y": [0] * len(days), "text": words,
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"symbol": "triangle-down", "size": 9 if len(days) < CROWD else 6, "color": COLOR["textMuted"]},
    }  # fmt: skip


def closed_words(closures: Sequence[Closure], lang: Lang) -> str:
    """Which institutions closed: by name where they are few, else how many."""
    if len(closures) > NAMED:
        return plural("trend.closed", len(closures), lang)
    return word("trend.closed.named", lang, names=", ".join(one.name.in_(lang) for one in closures))


def _levels(view: Trend, lang: Lang) -> list[tuple[Milestone, int | None]]:
    """At which height each milestone's name stands without touching another; None where there is no room."""
    taken, found = [0.0] * LEVELS, []
    end = last_day(view).toordinal() / 365.25 * POINTS_PER_YEAR + MARGIN_RIGHT
    for one in view.seen_milestones:
        start = one.on.toordinal() / 365.25 * POINTS_PER_YEAR
        width = len(one.short.in_(lang)) * LETTER
        level = next((level for level in range(LEVELS) if taken[level] <= start and start + width < end), None)
        if level is not None:
            taken[level] = start + width + 8
        found.append((one, level))
    return found


def band(view: Trend, lang: Lang) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The tint behind incomplete years, and what it means."""
    late = [cell for cell in view.cells if not view.complete(cell)]
    if not late:
        return [], []
    start = view.complete_until or late[0].until - timedelta(days=60)
    end = view.cells[-1].until + timedelta(days=40)
    box = {
        "type": "rect", "x0": start.isoformat(), "x1": end.isoformat(), "yref": "paper", "y0": 0, "y1": 1,
        "fillcolor": COLOR["surfaceAlt"], "opacity": 0.75, "line": {"width": 0}, "layer": "below",
    }  # fmt: skip
    note = _note(start, 0, incomplete_words(lang), "wide")
    return [box], [{**note, "yanchor": "bottom", "xshift": 6, "yshift": 14 if view.seen_closures else 2}]


def ends(view: Trend, top: float, lang: Lang) -> list[dict[str, Any]]:
    """The last value and the targets, written at the right edge, pushed apart where they would overlap."""
    found = [(one.end_value, word("trend.target", lang, year=one.end.year), SERIES["target"]) for one in view.pathways]
    if view.valued:
        found.append((view.valued[-1].value or 0.0, view.name or word("trend.actual", lang), SERIES["actual"]))
    if view.compare and view.compare[-1].value is not None:
        found.append((view.compare[-1].value, view.compare_name, SERIES["national"]))
    gap, height, notes = top * APART / HEIGHT, float("-inf"), []
    for value, name, color in sorted(found):
        height = max(value, height + gap)
        notes.append({
            "xref": "paper", "x": 1, "y": height, "xanchor": "left", "yanchor": "middle", "xshift": 6, "align": "left",
            "showarrow": False, "text": f"{name}<br><b>{_brief(value, view.indicator, lang)}</b>", "name": "end",
            "font": {"size": 12.5, "color": color, "family": FONT},
        })  # fmt: skip
    return notes


def _note(day: date, y: float, text: str, name: str) -> dict[str, Any]:
    return {
        "x": day.isoformat(), "y": y, "text": text, "name": name, "showarrow": False, "xanchor": "left",
        "yanchor": "top", "align": "left", "font": {"size": 11.5, "color": COLOR["textMuted"], "family": FONT},
    }  # fmt: skip


def _brief(value: float, indicator: Indicator, lang: Lang) -> str:
    if indicator.unit in form.COUNTED:
        return form.compact(value, lang)
    return form.amount(value, indicator, lang)
