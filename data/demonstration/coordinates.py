"""Invented places for invented institutions: each somewhere inside its area, to the hundredth of a degree."""

import numpy as np
import pandas as pd

from geo.countries import Country
from geo.locate import box, holds
from geo.projection import albers
from geo.shapes import Point, shapes

DECIMALS = 2


def located(institutions: pd.DataFrame, country: Country, rng: np.random.Generator) -> pd.DataFrame:
    """The frame `institutions` with latitude and longitude in the area where each works now."""
    now = institutions["relocated_to"].where(institutions["relocated_to"] != "", institutions["region"])
    at = [_somewhere(area, country, rng) for area in now]
    latitudes = [f"{latitude:.{DECIMALS}f}" for _, latitude in at]
    return institutions.assign(latitude=latitudes, longitude=[f"{longitude:.{DECIMALS}f}" for longitude, _ in at])


def _somewhere(area: str, country: Country, rng: np.random.Generator) -> Point:
    """Longitude and latitude of a random point of an area, still in it once rounded."""
    cone, shape = albers(country.projection), shapes(country.code).areas[area]
    left, low, right, high = box(shape)
    while True:
        longitude, latitude = cone.inverse(float(rng.uniform(left, right)), float(rng.uniform(low, high)))
        at = round(longitude, DECIMALS), round(latitude, DECIMALS)
        if holds(shape, cone.forward(*at)):
            return at
