"""Age and sex of children, beside those of all children living there: each band as high as the years it spans."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from data.indicators.model import Cell
from data.tables.pivot import has_value
from geo.text import Lang
from layouts import format as form
from layouts.theme import CATEGORICAL, COLOR, base_layout
from layouts.words import word

SIDES = {"M": -1, "F": 1}
"""Which way a sex goes: to the left or to the right."""
COLORS = {"M": CATEGORICAL[0], "F": CATEGORICAL[1]}


@dataclass(frozen=True)
class Band:
    """One age of one sex: its cell, its share of all that are counted, and its share of all children living there."""

    age: str
    sex: str
    cell: Cell
    share: float | None
    living: float | None

    @property
    def span(self) -> tuple[float, float]:
        """From which age to below which, in years."""
        first, last = self.age.split("-")
        return float(first), float(last) + 1


def bands(cells: Sequence[Cell], living: Mapping[tuple[str, str], int]) -> tuple[Band, ...]:
    """A band for every age and sex; shares are of the numbers that are shown, so a hidden one has none."""
    total, everybody = sum(cell.value or 0.0 for cell in cells if has_value(cell)), sum(living.values())
    found = []
    for cell in cells:
        told = dict(cell.dimensions)
        share = (cell.value or 0.0) / total * 100 if has_value(cell) and total else None
        count = living.get((told["age"], told["sex"]))
        found.append(Band(told["age"], told["sex"], cell, share, count / everybody * 100 if count else None))
    return tuple(found)


def pyramid(found: Sequence[Band], named: Mapping[tuple[str, str], str], lang: Lang) -> dict[str, Any]:
    """Filled bars: those counted. Outlines: all children living there. `named`: dimension and code → words."""
    most = max([share for band in found for share in (band.share, band.living) if share], default=1.0) * 1.28
    traces = [_counted(found, sex, named, lang) for sex in SIDES]
    if any(band.living is not None for band in found):
        traces.append(_living(found, named, lang))
    traces.append(_texts(found, most, lang))
    ages = sorted({band.age: band.span for band in found}.items(), key=lambda one: one[1])
    step = 10 if most > 25 else 5
    ticks = [tick for tick in range(-60, 61, step) if abs(tick) <= most]
    layout = {
        **base_layout(lang), "barmode": "overlay", "margin": {"l": 84, "r": 12, "t": 26, "b": 26},
        "xaxis": {"range": [-most, most], "fixedrange": True, "tickvals": ticks, "zeroline": True,
                  "ticktext": [form.percent(abs(tick), lang, 0) for tick in ticks], "gridcolor": COLOR["grid"],
                  "zerolinecolor": COLOR["borderStrong"]},
        "yaxis": {"range": [0, 18], "fixedrange": True, "showgrid": False, "zeroline": False,
                  "tickvals": [sum(span) / 2 for _, span in ages], "ticktext": [named["age", age] for age, _ in ages]},
        "annotations": [_side(sex, named["sex", sex], most) for sex in SIDES],
    }  # fmt: skip
    return {"data": traces, "layout": layout}


def _counted(found: Sequence[Band], sex: str, named: Mapping[tuple[str, str], str], lang: Lang) -> dict[str, Any]:
    own = [band for band in found if band.sex == sex]
    words = [
        word("explorer.pyramid.hidden", lang) if band.share is None else form.percent(band.share, lang) for band in own
    ]
    told = [f"{named['age', band.age]}, {named['sex', sex]}: {text}" for band, text in zip(own, words, strict=True)]
    return {
        "type": "bar", "orientation": "h", "name": named["sex", sex], "marker": {"color": COLORS[sex]},
        "x": [SIDES[sex] * (band.share or 0) for band in own], "y": [sum(band.span) / 2 for band in own],
        "width": [(band.span[1] - band.span[0]) * 0.86 for band in own],
        "hovertext": told, "hovertemplate": "%{hovertext}<extra></extra>",
    }  # fmt: skip


def _share_words(band: Band, lang: Lang) -> str:
    return word("explorer.pyramid.hidden", lang) if band.share is None else form.percent(band.share, lang)


def _texts(found: Sequence[Band], most: float, lang: Lang) -> dict[str, Any]:
    """Each band's share in words, beyond its bar and its outline."""
    return {
        "type": "scatter", "mode": "text", "hoverinfo": "skip", "cliponaxis": False, "showlegend": False,
        "x": [SIDES[band.sex] * (max(band.share or 0.0, band.living or 0.0) + most * 0.01) for band in found],
        "y": [sum(band.span) / 2 for band in found], "text": [_share_words(band, lang) for band in found],
        "textposition": ["middle left" if SIDES[band.sex] < 0 else "middle right" for band in found],
        "textfont": {"size": 13, "color": COLOR["text"]},
    }  # fmt: skip


def _living(found: Sequence[Band], named: Mapping[tuple[str, str], str], lang: Lang) -> dict[str, Any]:
    own = [band for band in found if band.living is not None]
    words = [
        word("explorer.pyramid.living", lang, age=named["age", band.age], sex=named["sex", band.sex],
             share=form.percent(band.living or 0.0, lang))
        for band in own
    ]  # fmt: skip
    return {
        "type": "bar", "orientation": "h", "name": word("explorer.pyramid.population", lang),
        "x": [SIDES[band.sex] * (band.living or 0) for band in own], "y": [sum(band.span) / 2 for band in own],
        "width": [(band.span[1] - band.span[0]) * 0.98 for band in own], "hovertext": words,
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {"color": "rgba(0,0,0,0)", "line": {"color": COLOR["select"], "width": 2.5}},
    }  # fmt: skip


def _side(sex: str, name: str, most: float) -> dict[str, Any]:
    return {
        "x": SIDES[sex] * most / 2, "y": 1.01, "yref": "paper", "yanchor": "bottom", "showarrow": False,
        "text": f"<b>{name}</b>", "font": {"size": 13, "color": COLOR["text"]},
    }  # fmt: skip
