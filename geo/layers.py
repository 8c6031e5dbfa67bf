"""Boundaries of the levels below the first: read from a pack's layer files, drawn into shapes_<level>s.json.

A layer is GeoJSON in longitude and latitude. A feature belongs to the place whose code (or code of the humanitarian
data sets) is its id or stands in one of its properties, so official layers can be dropped in as they are.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas
import shapely
from shapely.geometry import shape

from geo.boundaries import Geometries, label, rings
from geo.countries import Country
from geo.errors import GeoError
from geo.places import Level

TOLERANCE_KM = 1.8
GRID_KM = 0.1
DEGREES = "EPSG:4326"


@dataclass(frozen=True)
class Feature:
    """One feature of a layer: its number in the file from 1, the place (or undivided area) it is of, its geometry.

    `code` is empty where no code is known, `told` what stood there; `geometry` is None where it cannot be read.
    """

    number: int
    code: str
    told: str
    geometry: Any


def features_of(country: Country, level: Level, path: Path) -> tuple[Feature, ...]:
    """The features of a level's layer file, in its order. Raises GeoError if it is no GeoJSON."""
    return read_features(path, codes_of(country, level))


def read_features(path: Path, codes: Mapping[str, str]) -> tuple[Feature, ...]:
    """The features of a layer file. `codes`: what a feature may be called by → its code. Raises GeoError."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))["features"]
        return tuple(_features(stored, codes))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise GeoError(file=path.name, wrong=f"no GeoJSON: {type(error).__name__}: {error}") from error


def draw_layer(country: Country, level: Level, target: Path) -> int | None:
    """Write shapes_<level>s.json; returns its vertices, None if the pack has no such layer. Raises GeoError."""
    path = country.folder / level.layer
    if not path.is_file():
        return None
    known = {one.code: one.geometry for one in features_of(country, level, path) if one.geometry is not None}
    codes = [place.code for place in level.places if place.code in known]
    if not codes or (level.shaped and len(codes) < len(level.places)):
        raise GeoError(file=path.name, wrong="places without a boundary", number=len(level.places) - len(codes))
    frame = geopandas.GeoSeries([known[code] for code in codes], crs=DEGREES).to_crs(country.projection)
    exact = shapely.orient_polygons(frame.to_numpy())
    drawn = _drawn(exact, path.name)
    stored = _described(country, level, codes, exact, drawn)
    text = json.dumps(stored, ensure_ascii=False, separators=(",", ":"))
    (target / f"shapes_{level.code}s.json").write_text(text + "\n", encoding="utf-8")
    return int(shapely.get_num_coordinates(drawn).sum())


def codes_of(country: Country, level: Level) -> Mapping[str, str]:
    """Every code a feature may carry → the place's code; areas that are not divided stand for themselves."""
    undivided = [area for area in country.areas if not country.children_of(area.code)]
    areas = {word: area.code for area in undivided for word in (area.code, area.pcode)}
    return {**areas, **{word: place.code for place in level.places for word in (place.code, place.pcode)}}


def _features(stored: list[dict[str, Any]], codes: Mapping[str, str]) -> Iterator[Feature]:
    for number, feature in enumerate(stored, start=1):
        told = [feature.get("id"), *(feature.get("properties") or {}).values()]
        words = [word for word in told if isinstance(word, str)]
        code = next((codes[word] for word in words if word in codes), "")
        try:
            geometry = shape(feature["geometry"])
        except (KeyError, TypeError, ValueError, AttributeError, shapely.errors.ShapelyError):
            geometry = None
        polygonal = geometry is not None and geometry.geom_type in ("Polygon", "MultiPolygon")
        yield Feature(number, code, words[0] if words else "", geometry if polygonal else None)


def _drawn(exact: Geometries, file: str) -> Geometries:
    """Simplified with shared borders still shared, rounded to the grid."""
    simplified = shapely.coverage_simplify(exact, TOLERANCE_KM)
    rounded = shapely.set_precision(simplified, GRID_KM, mode="pointwise")
    if not (shapely.is_valid(rounded).all() and shapely.coverage_is_valid(rounded)):
        rounded = shapely.coverage_clean(shapely.buffer(rounded, 0), snapping_distance=GRID_KM, gap_width=GRID_KM)
        rounded = shapely.buffer(shapely.set_precision(rounded, GRID_KM), 0)
    if not shapely.is_valid(rounded).all() or shapely.is_empty(rounded).any():
        raise GeoError(file=file, wrong="invalid polygons", step="rounded")
    oriented: Geometries = shapely.orient_polygons(rounded)
    return oriented


def _described(
    country: Country, level: Level, codes: list[str], exact: Geometries, drawn: Geometries
) -> dict[str, Any]:
    """What the file holds: under each parent its bounds, its outline and its places."""
    within: dict[str, list[int]] = {}
    for number, code in enumerate(codes):
        within.setdefault(country.places.place(code).parent, []).append(number)
    return {
        "country": country.iso,
        "projection": country.projection,
        "attribution": level.attribution.en,
        "within": {parent: _parent(numbers, codes, exact, drawn) for parent, numbers in within.items()},
    }


def _parent(numbers: list[int], codes: list[str], exact: Geometries, drawn: Geometries) -> dict[str, Any]:
    whole = shapely.orient_polygons(shapely.union_all(drawn[numbers]))
    return {
        "bounds": [round(edge, 1) for edge in whole.bounds],
        "outline": rings(whole),
        "areas": {
            codes[number]: {
                "rings": rings(drawn[number]), "label": label(exact[number], (0, 0)), "km2": round(exact[number].area),
            }
            for number in numbers
        },
    }  # fmt: skip
