"""The polygons maps are drawn with: equal-area kilometres, ready to plot. Read without any geographic library."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from geo.countries import FOLDER, country
from geo.errors import GeoError

Detail = Literal["lo", "hi"]
Point = tuple[float, float]
Ring = tuple[Point, ...]


@dataclass(frozen=True)
class AreaShape:
    """One area: closed rings in km (holes run the other way round), where its label goes, its size in km²."""

    rings: tuple[Ring, ...]
    label: Point
    km2: int


@dataclass(frozen=True)
class Shapes:
    """A whole country in km: `bounds` (xmin, ymin, xmax, ymax), the national `outline`, each area by its code."""

    bounds: tuple[float, float, float, float]
    outline: tuple[Ring, ...]
    areas: Mapping[str, AreaShape]


@cache
def shapes(code: str, detail: Detail = "lo") -> Shapes:
    """The shapes of country `code`, "lo" for pages and "hi" for large pictures. Raises UnknownCountry, GeoError."""
    known = {area.code for area in country(code).areas}
    read = read_shapes(FOLDER / code / f"shapes_{detail}.json")
    if missing := known ^ set(read.areas):
        raise GeoError(file=f"shapes_{detail}.json", wrong="areas differ from areas.csv", areas=sorted(missing))
    return read


@cache
def shapes_within(code: str, parent: str) -> Shapes | None:
    """The places right inside an area or place of country `code`; None where the pack has no boundaries of them."""
    known = country(code).places
    level = next((one for one in known.levels if one.number == known.level_of(parent) + 1), None)
    return _within(FOLDER / code / f"shapes_{level.code}s.json").get(parent) if level else None


@cache
def _within(path: Path) -> Mapping[str, Shapes]:
    """Per parent its places, none without the file. Raises GeoError naming the file."""
    if not path.is_file():
        return MappingProxyType({})
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))["within"]
        return MappingProxyType({parent: _shapes(inside) for parent, inside in stored.items()})
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise GeoError(file=path.name, wrong=f"{type(error).__name__}: {error}") from error


def read_shapes(path: Path) -> Shapes:
    """The shapes in one file made by geo.boundaries. Raises GeoError naming the file."""
    try:
        return _shapes(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GeoError(file=path.name, wrong=f"{type(error).__name__}: {error}") from error


def _shapes(stored: Mapping[str, Any]) -> Shapes:
    xmin, ymin, xmax, ymax = stored["bounds"]
    return Shapes(
        bounds=(xmin, ymin, xmax, ymax),
        outline=_rings(stored["outline"]),
        areas=MappingProxyType({code: _area(area) for code, area in stored["areas"].items()}),
    )


def _area(stored: Mapping[str, Any]) -> AreaShape:
    x, y = stored["label"]
    return AreaShape(rings=_rings(stored["rings"]), label=(x, y), km2=int(stored["km2"]))


def _rings(stored: list[list[list[float]]]) -> tuple[Ring, ...]:
    return tuple(tuple((x, y) for x, y in ring) for ring in stored)
