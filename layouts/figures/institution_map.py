"""Institutions over the map of areas: a dot each where everybody may know the place, else one number at the label."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from data.register import Entry
from geo.projection import albers
from geo.shapes import Shapes
from geo.text import Lang
from layouts.figures.area_map import blank_map, painted
from layouts.names import Names
from layouts.theme import CATEGORICAL, COLOR
from layouts.words import plural, word

SYMBOLS = ("circle", "square", "diamond", "triangle-up", "hexagon", "star")
AT_HOME = "OPERATING"
MOST_DOTS = 1500
Link = Callable[[str], str]


@dataclass(frozen=True)
class Sites:
    """Institutions at work, told apart: `dots` have a public place, `unplaced` counts the others by area."""

    dots: tuple[Entry, ...]
    unplaced: Mapping[str, int]
    total: Mapping[str, int]
    crowded: bool


def sites(entries: Sequence[Entry], names: Names) -> Sites:
    """Those of `entries` that work, by what the map may show. Nothing in a protected area is ever a dot."""
    working = [entry for entry in entries if entry.operating]
    safe = [entry for entry in working if entry.at and entry.area not in names.country.protected_areas]
    crowded = len(safe) > MOST_DOTS
    dots = () if crowded else tuple(safe)
    total = Counter(entry.area for entry in working)
    return Sites(dots, total - Counter(entry.area for entry in dots), total, crowded)


def institution_map(
    found: Sites, shapes: Shapes, names: Names, lang: Lang, area: Link, profile: Link
) -> dict[str, Any]:
    """The figure. `area(code)` and `profile(id)` are where a click leads."""
    ground = [_ground(code, shape.label, found, names, lang, area(code)) for code, shape in shapes.areas.items()]
    figure = painted(blank_map(shapes, lang), ground, [])
    groups: dict[tuple[str, bool], list[Entry]] = {}
    for entry in found.dots:
        groups.setdefault((entry.ministry, entry.status == AT_HOME), []).append(entry)
    dots = [_dots(key, groups[key], names, lang, profile) for key in sorted(groups)]
    return {**figure, "data": [*figure["data"], *dots, _numbers(found, shapes, names, lang, area)]}


def symbol(ministry: str, names: Names) -> tuple[str, str]:
    """The shape and colour of a ministry's institutions."""
    place = names.country.ministries.index(ministry) if ministry in names.country.ministries else len(SYMBOLS) - 1
    return SYMBOLS[place % len(SYMBOLS)], CATEGORICAL[place % len(CATEGORICAL)]


def area_words(code: str, found: Sites, names: Names, lang: Lang) -> str:
    """An area and how many institutions work there."""
    number = plural("register.institutions", found.total.get(code, 0), lang)
    return word("register.map.area", lang, area=names.area(code, lang, full=True), number=number)


def _ground(code: str, label: Sequence[float], found: Sites, names: Names, lang: Lang, href: str) -> dict[str, Any]:
    said = area_words(code, found, names, lang)
    meta = {"code": code, "at": [round(part) for part in label], "spoken": said, "href": href}
    return {"fillcolor": COLOR["surfaceAlt"], "line": {"width": 1, "color": COLOR["borderStrong"]}, "text": said,
            "meta": meta}  # fmt: skip


def _dots(key: tuple[str, bool], entries: Sequence[Entry], names: Names, lang: Lang, profile: Link) -> dict[str, Any]:
    ministry, at_home = key
    shape, color = symbol(ministry, names)
    cone = albers(names.country.projection)
    points = [cone.forward(entry.at[1], entry.at[0]) for entry in entries if entry.at]
    marker = {"symbol": shape if at_home else f"{shape}-open", "size": 8, "color": color, "opacity": 0.9,
              "line": {"width": 0.8 if at_home else 2, "color": COLOR["surface"] if at_home else color}}  # fmt: skip
    return {
        "type": "scatter", "mode": "markers", "showlegend": False, "name": names.of("ministry", ministry, lang),
        "x": [round(x, 1) for x, _ in points], "y": [round(y, 1) for _, y in points], "marker": marker,
        "text": [_spoken(entry, names, lang) for entry in entries], "hoverinfo": "text",
        "customdata": [profile(entry.id) for entry in entries], "zorder": 2,
    }  # fmt: skip


def _spoken(entry: Entry, names: Names, lang: Lang) -> str:
    lines = (entry.name.in_(lang), names.of("type", entry.type, lang), names.of("ministry", entry.ministry, lang),
             names.of("institution_status", entry.status, lang))  # fmt: skip
    return "<br>".join(lines)


def _numbers(found: Sites, shapes: Shapes, names: Names, lang: Lang, area: Link) -> dict[str, Any]:
    """One mark an area for those without a place to show, at the area's label."""
    codes = [code for code in shapes.areas if found.unplaced.get(code)]
    return {
        "type": "scatter", "mode": "markers+text", "showlegend": False, "hoverinfo": "text", "zorder": 3,
        "x": [round(shapes.areas[code].label[0], 1) for code in codes],
        "y": [round(shapes.areas[code].label[1], 1) for code in codes],
        "text": [str(found.unplaced[code]) for code in codes], "textfont": {"size": 12, "color": COLOR["text"]},
        "hovertext": [_hidden(code, found, names, lang) for code in codes],
        "customdata": [area(code) for code in codes],
        "marker": {"symbol": "circle", "size": 27, "color": COLOR["surface"],
                   "line": {"width": 1.6, "color": COLOR["text"]}},
    }  # fmt: skip


def _hidden(code: str, found: Sites, names: Names, lang: Lang) -> str:
    key = "register.map.protected" if code in names.country.protected_areas else "register.map.hidden"
    number = plural("register.institutions", found.unplaced[code], lang)
    return word(key, lang, area=names.area(code, lang, full=True), number=number)
