"""Build step: a country's boundaries → the polygons maps are drawn with. Run: python -m geo.boundaries <country>

boundaries_hi.geojson (longitude and latitude) is projected to the pack's equal-area kilometres, simplified so that
neighbours keep one border, rounded to 0.1 km, and written as shapes_lo.json and shapes_hi.json; the layers of the
levels below (see geo/layers.py) as shapes_<level>s.json.
"""

import json
import sys
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.countries import Country, country
from geo.errors import GeoError

Geometries = NDArray[np.object_]
SOURCE = "boundaries_hi.geojson"
TOLERANCE_KM = {"lo": 3.4, "hi": 0.0}
GRID_KM = 0.1
LABEL_TOLERANCE_KM = 0.1


def build(country_: Country, target: Path) -> dict[str, int]:
    """Write shapes_lo.json and shapes_hi.json into `target`; returns vertices per detail. Raises GeoError."""
    projected = project(country_)
    vertices = {}
    for detail, tolerance in TOLERANCE_KM.items():
        drawn = draw(projected, tolerance)
        written = json.dumps(described(country_, projected, drawn), ensure_ascii=False, separators=(",", ":"))
        (target / f"shapes_{detail}.json").write_text(written + "\n", encoding="utf-8")
        vertices[detail] = int(shapely.get_num_coordinates(drawn).sum())
    return vertices


def project(country_: Country) -> Geometries:
    """The areas' geometries in km, in the order of `country_.areas`. Raises GeoError if an area is missing or left."""
    frame = geopandas.read_file(country_.folder / SOURCE)
    order = [area.iso for area in country_.areas]
    if sorted(frame["id"]) != sorted(order):
        raise GeoError(file=SOURCE, wrong="areas differ from areas.csv", areas=sorted(set(frame["id"]) ^ set(order)))
    geometries = frame.set_index("id").loc[order].to_crs(country_.projection).geometry.to_numpy()
    return checked(shapely.orient_polygons(geometries), "projected")


def draw(projected: Geometries, tolerance: float) -> Geometries:
    """The geometries simplified by `tolerance` km (0: not) and rounded, shared borders still shared."""
    simplified = shapely.coverage_simplify(projected, tolerance) if tolerance else projected
    rounded = shapely.set_precision(simplified, GRID_KM, mode="pointwise")
    if not (shapely.is_valid(rounded).all() and shapely.coverage_is_valid(rounded)):
        rounded = shapely.coverage_clean(shapely.make_valid(rounded), snapping_distance=GRID_KM, gap_width=GRID_KM)
        rounded = shapely.set_precision(rounded, GRID_KM, mode="pointwise")
    return checked(shapely.orient_polygons(rounded), f"rounded after simplifying by {tolerance} km")


def checked(geometries: Geometries, step: str) -> Geometries:
    """The same geometries. Raises GeoError if one is invalid or if neighbours overlap or gape."""
    if not shapely.is_valid(geometries).all():
        raise GeoError(file=SOURCE, wrong="invalid polygons", step=step)
    if not shapely.coverage_is_valid(geometries):
        raise GeoError(file=SOURCE, wrong="neighbours overlap or gape", step=step)
    return geometries


def described(country_: Country, projected: Geometries, drawn: Geometries) -> dict[str, Any]:
    """What a shapes file holds: bounds and outline of the country; rings, label and km² of each area."""
    areas = {
        area.code: {
            "rings": rings(shape),
            "label": label(exact, area.label_offset),
            "km2": round(exact.area),
        }
        for area, exact, shape in zip(country_.areas, projected, drawn, strict=True)
    }
    whole = shapely.orient_polygons(shapely.coverage_union_all(drawn))
    return {
        "country": country_.iso,
        "projection": country_.projection,
        "attribution": country_.attribution.en,
        "bounds": [round(edge, 1) for edge in whole.bounds],
        "outline": rings(whole),
        "areas": areas,
    }


def rings(geometry: Any) -> list[list[list[float]]]:
    """The closed rings of a polygon or multipolygon, the largest polygon first, each outer ring before its holes."""
    polygons = sorted(shapely.get_parts(geometry), key=lambda polygon: (-polygon.area, polygon.bounds))
    lines = (ring for polygon in polygons for ring in (polygon.exterior, *polygon.interiors))
    return [[[round(x, 1), round(y, 1)] for x, y in line.coords] for line in lines]


def label(geometry: Any, offset: tuple[float, float]) -> list[float]:
    """Where a label fits best, in km: the centre of the largest circle inside the largest part, moved by `offset`."""
    largest = max(shapely.get_parts(geometry), key=lambda part: part.area)
    x, y = shapely.maximum_inscribed_circle(largest, LABEL_TOLERANCE_KM).coords[0]
    return [round(x + offset[0], 1), round(y + offset[1], 1)]


def main(arguments: list[str]) -> int:
    """The command: the country's code is its only argument."""
    if len(arguments) != 1:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    from geo import layers  # which draws with the functions above

    chosen = country(arguments[0])
    for detail, vertices in build(chosen, chosen.folder).items():
        sys.stdout.write(f"shapes_{detail}.json: {len(chosen.areas)} areas, {vertices} vertices\n")
    for level in chosen.places.levels:
        drawn = layers.draw_layer(chosen, level, chosen.folder)
        if drawn is not None:
            sys.stdout.write(f"shapes_{level.code}s.json: {drawn} vertices\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
