"""Boundaries and shapes: whole, without gaps, of the right size, and made again the same."""

import json
from pathlib import Path

import pytest
import shapely

from geo import boundaries
from geo.countries import FOLDER, country
from geo.errors import GeoError, UnknownCountry
from geo.shapes import Detail, Shapes, read_shapes, shapes

PACKS = sorted(path.parent.name for path in FOLDER.glob("*/country.toml"))
EACH = [(code, detail) for code in PACKS for detail in ("lo", "hi")]
# A place in each of the areas that maps of others leave out: Simferopol, Kerch, Sevastopol.
INSIDE = {"ua": [("UA-43", 34.1024, 44.9521), ("UA-43", 36.40, 45.30), ("UA-40", 33.60, 44.58)]}


def polygons(drawn: Shapes, code: str) -> shapely.Geometry:
    """The area's rings as one geometry: each ring turns the inside out of those around it."""
    whole = shapely.Polygon()
    for ring in drawn.areas[code].rings:
        whole = whole.symmetric_difference(shapely.Polygon(ring))
    return whole


@pytest.mark.parametrize(("code", "detail"), EACH)
def test_every_area_has_a_shape_and_a_label_inside_the_picture(code: str, detail: Detail) -> None:
    drawn = shapes(code, detail)
    assert list(drawn.areas) == [area.code for area in country(code).areas]
    xmin, ymin, xmax, ymax = drawn.bounds
    for area in drawn.areas.values():
        assert all(ring[0] == ring[-1] and len(ring) >= 4 for ring in area.rings)
        assert xmin < area.label[0] < xmax
        assert ymin < area.label[1] < ymax
        assert all(xmin <= x <= xmax and ymin <= y <= ymax for ring in area.rings for x, y in ring)


@pytest.mark.parametrize(("code", "detail"), EACH)
def test_neighbours_neither_overlap_nor_gape(code: str, detail: Detail) -> None:
    drawn = shapes(code, detail)
    areas = [polygons(drawn, area) for area in drawn.areas]
    assert shapely.is_valid(areas).all()
    assert shapely.coverage_is_valid(areas)


@pytest.mark.parametrize(("code", "detail"), EACH)
def test_outline_is_the_union_of_all_areas(code: str, detail: Detail) -> None:
    drawn = shapes(code, detail)
    union = shapely.union_all([polygons(drawn, area) for area in drawn.areas])
    outline = shapely.MultiPolygon([shapely.Polygon(ring) for ring in drawn.outline])
    assert outline.symmetric_difference(union).area < 0.01
    assert tuple(round(edge, 1) for edge in outline.bounds) == drawn.bounds


@pytest.mark.parametrize(("code", "detail"), EACH)
def test_size_fits_the_official_one(code: str, detail: Detail) -> None:
    drawn = shapes(code, detail)
    official = sum(area.km2_official for area in country(code).areas)
    assert sum(polygons(drawn, area).area for area in drawn.areas) == pytest.approx(official, rel=0.015)
    assert sum(area.km2 for area in drawn.areas.values()) == pytest.approx(official, rel=0.015)


def test_low_detail_is_light_and_high_is_not_lighter() -> None:
    vertices = {detail: sum(len(ring) for area in shapes("ua", detail).areas.values() for ring in area.rings)
                for detail in ("lo", "hi")}  # fmt: skip
    assert 2000 < vertices["lo"] < 3000
    assert vertices["hi"] > 5500


@pytest.mark.parametrize(("code", "detail"), EACH)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_places_that_others_leave_out_are_inside(code: str, detail: Detail) -> None:
    from pyproj import Transformer

    chosen, drawn = country(code), shapes(code, detail)
    project = Transformer.from_crs("EPSG:4326", chosen.projection, always_xy=True).transform
    outline = shapely.MultiPolygon([shapely.Polygon(ring) for ring in drawn.outline])
    for iso, east, north in INSIDE.get(code, []):
        place = shapely.Point(project(east, north))
        assert polygons(drawn, chosen.resolve(iso) or "").contains(place), iso
        assert outline.contains(place), iso


@pytest.mark.parametrize("code", PACKS)
@pytest.mark.parametrize("detail", ["lo", "hi"])
def test_boundary_files_hold_every_area_and_their_licence(code: str, detail: str) -> None:
    stored = json.loads((FOLDER / code / f"boundaries_{detail}.geojson").read_text(encoding="utf-8"))
    assert sorted(feature["id"] for feature in stored["features"]) == sorted(area.iso for area in country(code).areas)
    assert stored["metadata"]["license"]
    assert stored["metadata"]["attribution"]
    assert shapely.coverage_is_valid([shapely.geometry.shape(feature["geometry"]) for feature in stored["features"]])


@pytest.mark.parametrize("code", PACKS)
def test_made_again_the_files_are_the_same(code: str, tmp_path: Path) -> None:
    boundaries.build(country(code), tmp_path)
    for detail in ("lo", "hi"):
        name = f"shapes_{detail}.json"
        assert (tmp_path / name).read_bytes() == (FOLDER / code / name).read_bytes()


def test_command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert boundaries.main([]) == 2
    monkeypatch.setattr(boundaries, "build", lambda *_: {"lo": 1})
    assert boundaries.main(["ua"]) == 0
    assert "shapes_lo.json: 27 areas, 1 vertices" in capsys.readouterr().out


def test_overlapping_neighbours_are_refused() -> None:
    overlapping = [shapely.box(0, 0, 2, 2), shapely.box(1, 0, 3, 2)]
    with pytest.raises(GeoError, match="overlap"):
        boundaries.checked(overlapping, "test")  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", "{}", '{"bounds": [1]}', '{"bounds": [0,0,1,1], "outline": [[1]], "areas": {}}'])
def test_a_broken_shapes_file_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "shapes_lo.json").write_text(text, encoding="utf-8")
    with pytest.raises(GeoError, match=r"shapes_lo\.json"):
        read_shapes(tmp_path / "shapes_lo.json")


def test_unknown_country_has_no_shapes() -> None:
    with pytest.raises(UnknownCountry):
        shapes("xx", "lo")
