"""Check the boundaries of one level of a pack: codes, geometry, winding, coverage, nesting, required points."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from geo.boundaries import SOURCE
from geo.countries import Country
from geo.errors import GeoError
from geo.layers import Feature, codes_of, read_features
from geo.places import Level
from geo.problems import PackProblem, Weight


@dataclass(frozen=True)
class LayerOf:
    """The boundaries of one level: its name, the codes that should have one each, who lies in whom, the features.

    `promised`: the pack says that there are boundaries. `there`: there is such a file; `broken` why it cannot be read.
    """

    level: str
    file: str
    codes: tuple[str, ...]
    parents: Mapping[str, str]
    features: tuple[Feature, ...]
    promised: bool
    there: bool
    broken: str = ""

    @property
    def shapes(self) -> dict[str, Any]:
        """The valid geometries by code."""
        return {one.code: one.geometry for one in self.features if one.code and _sound(one)}


def layer_of_areas(country: Country) -> LayerOf:
    """The first level's layer."""
    known = {word: area.code for area in country.areas for word in (area.iso, area.code, area.pcode)}
    codes = tuple(area.code for area in country.areas)
    return _layer("area", country.folder / SOURCE, codes, {}, known, promised=True)


def layer_of_level(country: Country, level: Level) -> LayerOf:
    """A lower level's layer."""
    codes = tuple(place.code for place in level.places)
    parents = {place.code: place.parent for place in level.places}
    return _layer(level.code, country.folder / level.layer, codes, parents, codes_of(country, level), level.shaped)


def check_layer(country: Country, layer: LayerOf, above: LayerOf | None) -> Iterator[PackProblem]:
    """Everything wrong with one layer; `above`: the layer of the level it must nest in."""
    if not layer.there:
        if layer.promised:
            yield PackProblem(layer.file, None, "layer_missing", {"level": layer.level})
        return
    if layer.broken:
        yield PackProblem(layer.file, None, "unreadable", {"detail": layer.broken})
        return
    yield from _each(layer)
    yield from _missing(layer)
    yield from _coverage(layer)
    yield from _nesting(layer, above)
    if above is None:
        yield from _required(country, layer)


def _layer(
    level: str, path: Path, codes: tuple[str, ...], parents: Mapping[str, str], known: Mapping[str, str], promised: bool
) -> LayerOf:
    features: tuple[Feature, ...] = ()
    broken, there = "", path.is_file()
    if there:
        try:
            features = read_features(path, known)
        except GeoError as error:
            broken = str(error.parameters.get("wrong", error))
    return LayerOf(level, path.name, codes, parents, features, promised, there, broken)


def _sound(one: Feature) -> bool:
    return one.geometry is not None and bool(one.geometry.is_valid) and not one.geometry.is_empty


def _each(layer: LayerOf) -> Iterator[PackProblem]:
    """What is wrong with single features."""
    first: dict[str, int] = {}
    for one in layer.features:
        if not one.code:
            yield PackProblem(
                layer.file, one.number, "feature_unknown", {"value": one.told or "–", "level": layer.level}
            )
        elif first.setdefault(one.code, one.number) != one.number:
            yield PackProblem(layer.file, one.number, "feature_twice", {"value": one.code, "first": first[one.code]})
        if one.geometry is None or one.geometry.is_empty:
            yield PackProblem(layer.file, one.number, "feature_shapeless", {"value": one.code or one.told})
            continue
        yield from _geometry(layer.file, one)


def _geometry(file: str, one: Feature) -> Iterator[PackProblem]:
    west, south, east, north = one.geometry.bounds
    told = {"value": one.code or one.told}
    if west < -180 or east > 180 or south < -90 or north > 90:
        yield PackProblem(file, one.number, "feature_degrees", told)
    elif not one.geometry.is_valid:
        why = shapely.is_valid_reason(one.geometry)
        yield PackProblem(file, one.number, "feature_invalid", {**told, "detail": why})
    elif not all(part.exterior.is_ccw for part in shapely.get_parts(one.geometry)):
        yield PackProblem(file, one.number, "feature_winding", told, Weight.WARNING)


def _missing(layer: LayerOf) -> Iterator[PackProblem]:
    """Places without a boundary: an error where the pack promised them all."""
    there = {one.code for one in layer.features}
    for code in layer.codes:
        if code not in there:
            weight = Weight.ERROR if layer.promised else Weight.WARNING
            yield PackProblem(layer.file, None, "shape_missing", {"value": code, "level": layer.level}, weight)


def _coverage(layer: LayerOf) -> Iterator[PackProblem]:
    """Neighbours that overlap, or whose common border is not the same line."""
    shapes = layer.shapes
    if len(shapes) < 2:
        return
    edges = shapely.coverage_invalid_edges(np.array(list(shapes.values()), dtype=object))
    numbers = {one.code: one.number for one in layer.features}
    for code, edge in zip(shapes, edges, strict=True):
        if not shapely.is_empty(edge):
            weight = Weight.ERROR if layer.promised else Weight.WARNING
            x, y = edge.bounds[:2]
            told = {"value": code, "at": f"{x:.4f}, {y:.4f}"}
            yield PackProblem(layer.file, numbers[code], "feature_overlaps", told, weight)


def _nesting(layer: LayerOf, above: LayerOf | None) -> Iterator[PackProblem]:
    """Places whose middle lies outside the place that they belong to."""
    outer = above.shapes if above is not None else {}
    for one in layer.features:
        parent = layer.parents.get(one.code, "")
        if parent in outer and _sound(one) and not outer[parent].covers(one.geometry.representative_point()):
            yield PackProblem(layer.file, one.number, "feature_elsewhere", {"value": one.code, "parent": parent})


def _required(country: Country, layer: LayerOf) -> Iterator[PackProblem]:
    """Points that the pack says must lie inside an area."""
    shapes = layer.shapes
    for point in country.required:
        inside = point.area in shapes and shapes[point.area].covers(shapely.Point(point.longitude, point.latitude))
        if not inside:
            at = f"{point.longitude:g}, {point.latitude:g}"
            yield PackProblem(layer.file, None, "required_outside", {"at": at, "area": country.area(point.area).name})
