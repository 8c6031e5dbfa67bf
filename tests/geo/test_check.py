"""Broken packs: every fault is found where it is, and nothing else is said of it."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo.check import check_pack
from geo.countries import FOLDER
from geo.problems import Weight

PACKS = sorted(path.parent for path in FOLDER.glob("*/country.toml"))
Feature = dict[str, Any]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER / "ua", tmp_path / "ua", ignore=shutil.ignore_patterns("recipe")))


def found(folder: Path) -> list[tuple[str, int | None, str]]:
    return [(one.file, one.at, one.key) for one in check_pack(folder).problems]


@pytest.mark.parametrize("pack", PACKS, ids=lambda path: path.name)
def test_our_own_packs_are_sound(pack: Path) -> None:
    report = check_pack(pack)
    assert report.problems == ()
    assert [level for level, _, _ in report.levels] == ["area", "raion", "hromada"]
    assert report.levels[2][2] is None


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("raions.csv", "Білогірський район,Bilohirskyi raion", ",Bilohirskyi raion", ("raions.csv", 3, "cell_empty")),
        ("raions.csv", "Bilohirskyi raion,", ",", ("raions.csv", 3, "cell_empty")),
        ("raions.csv", "UA01040000000069938,UA0104", "UA01020000000022387,UA0104", ("raions.csv", 3, "code_twice")),
        ("raions.csv", "UA0104,UA01000000000013043", "UA0104,UA02", ("raions.csv", 3, "parent_unknown")),
        ("hromadas.csv", ",UA01020000000022387,", ",UA01000000000013043,", ("hromadas.csv", 2, "parent_unknown")),
        ("hromadas.csv", "UA01020010000048857", "UA01020000000022387", ("hromadas.csv", 2, "code_twice")),
        ("raions.csv", "code,pcode", "id,pcode", ("raions.csv", None, "unreadable")),
        ("areas.csv", "UA-05,", ",", ("areas.csv", 3, "unreadable")),
        ("country.toml", 'iso = "UA"', "iso = 3", ("country.toml", None, "unreadable")),
        ("country.toml", "shapes = true", "shapes = 1", ("country.toml", None, "unreadable")),
    ],
)
def test_a_wrong_table_is_told_by_row(folder: Path, file: str, old: str, new: str, said: tuple) -> None:
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    assert said in found(folder)


def test_a_pack_that_is_none_is_told_so(tmp_path: Path) -> None:
    assert found(tmp_path) == [("country.toml", None, "unreadable")]


def unknown(one: Feature) -> None:
    one["id"], one["properties"] = "UA99", {}


def pointed(one: Feature) -> None:
    one["geometry"] = {"type": "Point", "coordinates": [30, 50]}


def without(one: Feature) -> None:
    one["geometry"] = None


def crossed(one: Feature) -> None:
    one["geometry"] = {
        "type": "Polygon",
        "coordinates": [[[33.6, 44.5], [34, 45], [34, 44.5], [33.6, 45], [33.6, 44.5]]],
    }


def turned(one: Feature) -> None:
    assert one["geometry"]["type"] == "Polygon"
    one["geometry"]["coordinates"] = [ring[::-1] for ring in one["geometry"]["coordinates"]]


def metric(one: Feature) -> None:
    one["geometry"] = {"type": "Polygon", "coordinates": [[[0, 0], [9e5, 0], [9e5, 9e5], [0, 0]]]}


def elsewhere(one: Feature) -> None:
    one["geometry"] = {"type": "Polygon", "coordinates": [[[20, 44], [20.1, 44], [20.1, 44.1], [20, 44]]]}


@pytest.mark.parametrize(
    ("spoil", "keys"),
    [
        (unknown, {"feature_unknown", "shape_missing"}),
        (pointed, {"feature_shapeless"}),
        (without, {"feature_shapeless"}),
        (crossed, {"feature_invalid"}),
        (turned, {"feature_winding"}),
        (metric, {"feature_degrees", "feature_elsewhere"}),
        (elsewhere, {"feature_elsewhere"}),
    ],
)
def test_a_wrong_feature_is_told_by_number(folder: Path, spoil: Callable[[Feature], None], keys: set[str]) -> None:
    _change(folder / "raions.geojson", lambda features: spoil(features[2]))
    said = found(folder)
    assert {key for _, at, key in said if at in (3, None)} >= keys
    assert all(file == "raions.geojson" for file, _, _ in said)


def test_a_place_twice_is_told(folder: Path) -> None:
    _change(folder / "raions.geojson", lambda features: features.append(features[0]))
    assert ("raions.geojson", 139, "feature_twice") in found(folder)


def test_neighbours_that_overlap_are_told(folder: Path) -> None:
    def grow(features: list[Feature]) -> None:
        west, south, east, north = 33.5, 44.4, 34.5, 45.0
        box = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        features[0]["geometry"] = {"type": "Polygon", "coordinates": [box]}

    _change(folder / "raions.geojson", grow)
    assert "feature_overlaps" in {key for _, _, key in found(folder)}


def test_crimea_and_sevastopol_must_be_inside_because_the_pack_says_so(folder: Path) -> None:
    _change(folder / "boundaries_hi.geojson", lambda features: features.remove(_of(features, "UA-40")))
    said = found(folder)
    assert ("boundaries_hi.geojson", None, "required_outside") in said
    assert ("boundaries_hi.geojson", None, "shape_missing") in said


def test_a_promised_layer_that_is_not_there_is_told(folder: Path) -> None:
    (folder / "raions.geojson").unlink()
    assert found(folder) == [("raions.geojson", None, "layer_missing")]


def test_a_layer_that_is_no_geojson_is_told(folder: Path) -> None:
    (folder / "raions.geojson").write_text("[]", "utf-8")
    assert found(folder) == [("raions.geojson", None, "unreadable")]


def test_drawn_shapes_of_before_are_told(folder: Path) -> None:
    (folder / "shapes_raions.json").write_text("{}", "utf-8")
    assert found(folder) == [("shapes_raions.json", None, "shapes_stale")]


def test_a_dropped_layer_with_an_unknown_code_is_told_and_what_it_lacks_is_only_remarked(folder: Path) -> None:
    raion = _of(json.loads((folder / "raions.geojson").read_text("utf-8"))["features"], "UA18040000000058965")
    known = {**raion, "id": 7, "properties": {"ADM3_PCODE": "UA1804019"}}
    strange = {**raion, "id": 8, "properties": {"ADM3_PCODE": "UA1804999"}}
    layer = {"type": "FeatureCollection", "features": [known, strange]}
    (folder / "hromadas.geojson").write_text(json.dumps(layer), "utf-8")
    report = check_pack(folder)
    assert [(one.file, one.at, one.key) for one in report.errors] == [("hromadas.geojson", 2, "feature_unknown")]
    missing = [one for one in report.problems if one.key == "shape_missing"]
    assert len(missing) == 1771
    assert {one.weight for one in missing} == {Weight.WARNING}


def _of(features: list[Feature], code: str) -> Feature:
    return next(one for one in features if one["id"] == code)


def _change(path: Path, change: Callable[[list[Feature]], object]) -> None:
    stored = json.loads(path.read_text("utf-8"))
    change(stored["features"])
    path.write_text(json.dumps(stored), "utf-8")
