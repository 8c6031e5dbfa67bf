"""The map of what lies inside an area: counts are written, never a fill; what is not told is hatched."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from data.indicators.model import Cell
from data.places import PlaceNumbers
from data.states import Flag, State
from geo.shapes import AreaShape, Shapes
from geo.text import Lang
from layouts import format as form
from layouts.figures.area_map import MARGIN, blank_map, painted
from layouts.names import Names
from layouts.theme import COLOR, FONT, SEQUENTIAL, pattern
from layouts.words import plural, word

VALUED = SEQUENTIAL[1]
NOBODY = SEQUENTIAL[0]
BEHIND = "rgba(255,255,255,.82)"
LETTER = 6.2  # rough width of a letter in a label, in points
LINES = 34  # rough height of a name with its number
WIDTH, HEIGHT = 620, 420  # rough size of the picture on a wide screen


def place_map(
    drawn: Shapes, parts: Sequence[PlaceNumbers], names: Names, lang: Lang, href: Callable[[str], str]
) -> dict[str, Any]:
    """The figure: one trace a place, in the order of `drawn.areas`, with what is spoken and where it leads."""
    known = {part.code: part for part in parts}
    traces = [_trace(code, shape, known.get(code), names, lang, href) for code, shape in drawn.areas.items()]
    named = roomy(drawn, {code: names.area(code, lang) for code in drawn.areas})
    labels = [
        label
        for code, shape in drawn.areas.items()
        for label in _labels(shape, known.get(code), named.get(code, ""), lang)
    ]
    return painted(blank_map(drawn, lang), traces, labels)


def place_words(part: PlaceNumbers | None, lang: Lang) -> list[str]:
    """What is said of a place: its institutions, its children or why they are not told."""
    if part is None:
        return [form.state_words(State.NOT_REPORTED, lang)]
    told = [] if silent(part) else [plural("places.institutions", part.operating, lang)]
    if part.children.state is not State.VALUE or part.children.value is None:
        return [*told, form.state_words(part.children.state, lang)]
    said = [*told, plural("region.children", part.children.value, lang)]
    return [*said, word("flag.exact", lang)] if Flag.EXACT in part.children.flags else said


def children_text(cell: Cell, lang: Lang) -> str:
    """A number of children, or the symbol of its state."""
    if cell.state is State.VALUE and cell.value is not None:
        return form.number(cell.value, lang)
    return word(f"state.{cell.state}.symbol", lang)


def silent(part: PlaceNumbers) -> bool:
    """Whether nothing is known of the place at all, so that no zero may be said."""
    lost = part.children.state in (State.OCCUPIED, State.NOT_LIVE)
    return lost or (part.children.state is State.NOT_REPORTED and not part.operating)


def _trace(
    code: str, shape: AreaShape, part: PlaceNumbers | None, names: Names, lang: Lang, href: Callable[[str], str]
) -> dict[str, Any]:
    spoken = [names.area(code, lang, full=True), *place_words(part, lang)]
    meta: Mapping[str, Any] = {
        "code": code, "at": [round(at) for at in shape.label], "spoken": ". ".join(spoken), "href": href(code),
    }  # fmt: skip
    return {**_fill(part), "text": "<br>".join(spoken), "meta": meta, "line": {"width": 1.4, "color": COLOR["surface"]}}


def _fill(part: PlaceNumbers | None) -> dict[str, Any]:
    cell = part.children if part else None
    if cell is None or cell.state is not State.VALUE or cell.value is None:
        state = pattern(cell.state if cell else State.NOT_REPORTED)
        return {"fillcolor": state["bgcolor"], "fillpattern": state}
    return {"fillcolor": VALUED if cell.value else NOBODY, "fillpattern": {"shape": ""}}


def roomy(drawn: Shapes, names: Mapping[str, str]) -> dict[str, str]:
    """The names for which a wide picture has room inside their places and beside each other, larger places first."""
    scale, found, taken = _scale(drawn), {}, list[tuple[float, float, float]]()
    for code, shape in sorted(drawn.areas.items(), key=lambda one: (-one[1].km2, one[0])):
        (x, y), width = shape.label, len(names[code]) * LETTER / scale
        east = [point[0] for ring in shape.rings for point in ring]
        clear = all(abs(x - a) > (width + b) / 2 or abs(y - c) > LINES / scale for a, b, c in taken)
        if clear and width <= max(east) - min(east):
            found[code] = names[code]
            taken.append((x, width, y))
    return found


def _labels(shape: AreaShape, part: PlaceNumbers | None, name: str, lang: Lang) -> list[dict[str, Any]]:
    """The name, where there is room for it, with the number on wide screens; the number alone on narrow ones."""
    number = f"<b>{children_text(part.children, lang)}</b>" if part else ""
    texts = {"wide": f"{name}<br>{number}" if name else number, "narrow": number}
    return [
        {
            "x": shape.label[0], "y": shape.label[1], "showarrow": False, "name": width, "text": text,
            "bgcolor": BEHIND, "borderpad": 1, "font": {"size": 11.5, "color": COLOR["text"], "family": FONT},
        }
        for width, text in texts.items()
    ]  # fmt: skip


def _scale(drawn: Shapes) -> float:
    """Points a kilometre on a wide screen, roughly."""
    left, bottom, right, top = drawn.bounds
    return min(WIDTH / (right - left + 2 * MARGIN), HEIGHT / (top - bottom + 2 * MARGIN))
