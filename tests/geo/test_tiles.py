"""The tile grid: each area once, each in its own place."""

from dataclasses import replace

import pytest

from geo.countries import country
from geo.errors import GeoError
from geo.tiles import read_tiles, tiles


def test_every_area_has_one_tile():
    found = tiles("ua")
    assert set(found) == {area.code for area in country().areas}
    assert len(set(found.values())) == len(found)


def test_tiles_lie_about_as_the_areas_do():
    by_iso = {area.iso: tiles("ua")[area.code] for area in country().areas}
    west, east, north, south = by_iso["UA-21"], by_iso["UA-09"], by_iso["UA-74"], by_iso["UA-43"]
    assert west[0] < by_iso["UA-30"][0] < east[0]
    assert north[1] < by_iso["UA-30"][1] < south[1]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("iso,column,row", "iso,x,y"),
        ("UA-30,5,2", "UA-99,5,2"),
        ("UA-30,5,2\n", ""),
        ("UA-30,5,2", "UA-30,6,2"),
        ("UA-30,5,2", "UA-30,0,2"),
        ("UA-30,5,2", "UA-30,five,2"),
        ("UA-30,5,2", "UA-32,5,9\nUA-30,5,2"),
    ],
)
def test_a_malformed_grid_is_named(tmp_path, old, new):
    pack = country()
    text = (pack.folder / "tiles.csv").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "tiles.csv").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(GeoError, match=r"tiles\.csv"):
        read_tiles(replace(pack, folder=tmp_path))


def test_a_pack_without_a_grid_says_so(tmp_path):
    with pytest.raises(GeoError, match=r"tiles\.csv"):
        read_tiles(replace(country(), folder=tmp_path))
