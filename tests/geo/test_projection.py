"""Points land where PROJ puts them, and in the area they are in."""

import pyproj
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.countries import country
from geo.errors import GeoError
from geo.locate import area_at, box, holds
from geo.projection import albers
from geo.shapes import shapes

UKRAINE = country("ua")
PROJ = pyproj.Transformer.from_crs("EPSG:4326", UKRAINE.projection, always_xy=True)


@settings(deadline=None)
@given(st.floats(22, 40.3), st.floats(44.3, 52.4))
def test_it_is_where_proj_puts_it_and_back(longitude, latitude):
    cone = albers(UKRAINE.projection)
    x, y = cone.forward(longitude, latitude)
    assert (x, y) == pytest.approx(PROJ.transform(longitude, latitude), abs=1e-6)
    assert cone.inverse(x, y) == pytest.approx((longitude, latitude), abs=1e-9)


@pytest.mark.parametrize("text", ["", "+proj=merc +units=km", "+proj=aea +lat_1=a +lat_2=1 +lat_0=2 +lon_0=3 +units=km",
                                  "+proj=aea +lat_1=45.7 +lat_2=51 +lat_0=48.4 +lon_0=31.2 +units=m"])  # fmt: skip
def test_another_projection_is_refused(text):
    with pytest.raises(GeoError):
        albers(text)


@pytest.mark.parametrize(
    ("longitude", "latitude", "iso"),
    [(30.52, 50.45, "UA-30"), (36.23, 49.99, "UA-63"), (33.52, 44.6, "UA-40"), (34.1, 45.0, "UA-43"),
     (28.66, 50.25, "UA-18"), (21.0, 52.2, None)],
)  # fmt: skip
def test_a_point_is_in_its_area(longitude, latitude, iso):
    found = area_at(shapes("ua"), albers(UKRAINE.projection).forward(longitude, latitude))
    assert (UKRAINE.area(found).iso if found else None) == iso


def test_a_hole_is_outside():
    capital, around = shapes("ua").areas[UKRAINE.resolve("UA-30")], shapes("ua").areas[UKRAINE.resolve("UA-32")]
    assert holds(capital, capital.label)
    assert not holds(around, capital.label)


def test_the_box_is_around_every_label():
    for shape in shapes("ua").areas.values():
        left, low, right, high = box(shape)
        assert left < shape.label[0] < right
        assert low < shape.label[1] < high
