"""What happened between two points of a trend, in words for its table."""

from datetime import date

from data.annotations import between
from geo.text import Lang
from layouts import format as form
from layouts.figures.trend_marks import closed_words
from layouts.figures.trend_scale import BREAK, Trend
from layouts.words import word


def marks_words(view: Trend, lang: Lang) -> str:
    """What the marks of a trend mean, as far as it has any."""
    there = (("breaks", view.breaks), ("closures", view.seen_closures))
    return " ".join(word(f"trend.marks.{name}", lang) for name, found in there if found)


def milestones_on(view: Trend, day: date, lang: Lang) -> list[str]:
    """Every milestone of a day in words; a break says that it is one."""
    return [
        word("trend.broken", lang, label=one.label.in_(lang)) if one.kind == BREAK else one.label.in_(lang)
        for one in view.milestones
        if one.on == day and view.covers(day)
    ]


def closed_before(view: Trend, day: date, lang: Lang) -> list[str]:
    """The closures between the point before a day and the day, if it is one of the line's."""
    earlier = [cell.until for cell in view.cells if cell.until < day]
    if not earlier or day not in {cell.until for cell in view.cells}:
        return []
    found = between(view.seen_closures, earlier[-1], day)
    return [closed_words(found, lang)] if found else []


def happened(view: Trend, since: date | None, day: date, lang: Lang) -> list[str]:
    """All that happened after one point (None: there is none) up to another, milestones with their dates."""
    if since is None:
        return []
    days = sorted({one.on for one in view.milestones if since < one.on <= day})
    told = [f"{form.day(one, lang)}: {said}" for one in days for said in milestones_on(view, one, lang)]
    return [*told, *closed_before(view, day, lang)]
