"""The levels below the first: whole, nested, found by any name; a layer that is dropped in is drawn."""

import json
import shutil
from pathlib import Path

import pytest
import shapely

from geo.countries import FOLDER, country, read_country
from geo.errors import GeoError, UnknownPlace
from geo.layers import draw_layer, features_of
from geo.shapes import read_shapes, shapes, shapes_within

PACK = country("ua")
DIVIDED = [area for area in PACK.areas if PACK.children_of(area.code)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A pack of one's own to break."""
    return Path(shutil.copytree(FOLDER / "ua", tmp_path / "ua"))


def changed(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_there_are_136_raions_and_1772_hromadas_and_crimea_has_its_own() -> None:
    assert (len(PACK.level(1)), len(PACK.level(2)), len(PACK.level(3)), PACK.level(4)) == (27, 136, 1772, ())
    assert len(PACK.children_of("UA01000000000013043")) == 10
    undivided = {area.iso for area in PACK.areas} - {area.iso for area in DIVIDED}
    assert undivided == {"UA-30", "UA-40"}


def test_every_place_lies_in_a_place_one_level_up() -> None:
    codes = {area.code for area in PACK.areas}
    for level in PACK.places.levels:
        assert {place.parent for place in level.places} <= codes
        codes = {place.code for place in level.places}
    for hromada in PACK.level(3):
        assert [PACK.places.level_of(code) for code in PACK.places.line(hromada.code)] == [1, 2, 3]


def test_names_are_there_in_both_languages() -> None:
    for level in PACK.places.levels:
        for place in level.places:
            assert all((place.name.uk, place.name.en, place.short.uk, place.short.en))
            assert "'" not in place.name.uk


def test_a_raion_is_found_by_every_spelling_old_names_included() -> None:
    for raion in PACK.level(2):
        for spelling in raion.spellings:
            assert PACK.places.named(spelling.upper(), 2) == (raion,)
    (now,) = PACK.places.named("Новоград-Волинський район", 2)
    assert now.short.uk == "Звягельський"
    assert PACK.places.named("Novohrad-Volynskyi raion", 2) == (now,)


def test_namesakes_are_told_apart_by_where_they_are() -> None:
    area = "UA12000000000090473"
    found = PACK.places.named("Миколаївська", 3, area)
    assert len(found) == 2
    (one,) = PACK.places.named("Миколаївська", 3, found[0].parent)
    assert one == found[0]
    assert PACK.places.named("Миколаївська", 2) == ()


def test_codes_of_other_levels_are_no_raions() -> None:
    raion = PACK.level(2)[0]
    assert PACK.raion(raion.code) is raion
    for code in ("nowhere", PACK.level(3)[0].code, PACK.areas[0].code):
        with pytest.raises(UnknownPlace):
            PACK.raion(code)


@pytest.mark.parametrize("area", DIVIDED, ids=lambda area: area.iso)
def test_raions_fill_their_area_and_do_not_overlap(area) -> None:
    drawn = shapes_within("ua", area.code)
    assert list(drawn.areas) == [place.code for place in PACK.children_of(area.code)]
    polygons = [turned(one.rings) for one in drawn.areas.values()]
    assert shapely.is_valid(polygons).all()
    assert shapely.coverage_is_valid(polygons)
    whole = turned(shapes("ua", "hi").areas[area.code].rings)
    assert whole.symmetric_difference(shapely.union_all(polygons)).area < 0.02 * whole.area


def turned(rings) -> shapely.Geometry:
    whole = shapely.Polygon()
    for ring in rings:
        whole = whole.symmetric_difference(shapely.Polygon(ring))
    return whole


def test_where_nothing_is_drawn_there_is_no_shape() -> None:
    assert shapes_within("ua", "UA80000000000093317") is None
    assert shapes_within("ua", PACK.level(2)[0].code) is None
    assert shapes_within("ua", PACK.level(3)[0].code) is None


def test_drawing_again_gives_the_same_file(tmp_path: Path) -> None:
    assert draw_layer(PACK, PACK.places.levels[0], tmp_path)
    name = "shapes_raions.json"
    assert (tmp_path / name).read_bytes() == (PACK.folder / name).read_bytes()


def test_a_layer_with_known_codes_is_all_a_shapeless_level_needs(folder: Path, tmp_path: Path) -> None:
    hromadas = [place for place in PACK.level(3) if place.parent == "UA18020000000072859"][:2]
    boxes = [shapely.box(28 + n, 50, 28.5 + n, 50.5) for n in range(2)]
    features = [
        {"type": "Feature", "properties": {"ADM2_PCODE": "UA1802", "ADM3_PCODE": place.pcode}, "geometry": box}
        for place, box in zip(hromadas, (shapely.geometry.mapping(box) for box in boxes), strict=True)
    ]
    (folder / "hromadas.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    pack = read_country(folder)
    level = pack.places.levels[1]
    assert [one.code for one in features_of(pack, level, folder / level.layer)] == [place.code for place in hromadas]
    assert draw_layer(pack, level, tmp_path)
    stored = json.loads((tmp_path / "shapes_hromadas.json").read_text("utf-8"))
    assert list(stored["within"]["UA18020000000072859"]["areas"]) == [place.code for place in hromadas]


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("raions.csv", ",UA0104,", ",,", {"file": "raions.csv", "line": 3}),
        ("raions.csv", "UA01040000000069938,", "UA01020000000022387,", {"file": "raions.csv", "column": "code"}),
        ("raions.csv", ",UA01000000000013043,", ",UA99,", {"file": "raions.csv", "value": "UA99"}),
        ("raions.csv", "code,pcode", "id,pcode", {"file": "raions.csv", "wrong": "columns"}),
        ("country.toml", "number = 2", "number = 4", {"key": "levels"}),
        ("country.toml", "shapes = true", 'shapes = "yes"', {"key": "levels[0].shapes"}),
        ("country.toml", "longitude = 34.1024", 'longitude = "east"', {"key": "required[0].longitude"}),
    ],
)
def test_a_broken_level_names_its_fault(folder: Path, file: str, old: str, new: str, said: dict) -> None:
    changed(folder, file, old, new)
    with pytest.raises(GeoError) as caught:
        read_country(folder)
    assert said.items() <= caught.value.parameters.items()


def test_a_broken_shapes_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "shapes_raions.json").write_text('{"within": {"X": {}}}', "utf-8")
    with pytest.raises(GeoError):
        read_shapes(tmp_path / "shapes_raions.json")
