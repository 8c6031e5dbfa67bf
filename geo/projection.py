"""Degrees ↔ the map's kilometres: the Albers equal-area cone of a country's pack on the WGS 84 ellipsoid.

Pages place points on maps with it; they need no geographic library for that (a test compares it with PROJ).
"""

from dataclasses import dataclass
from functools import cache
from math import asin, atan2, cos, degrees, hypot, log, radians, sin, sqrt

from geo.errors import GeoError

A = 6378.137  # km, the equatorial radius
F = 1 / 298.257223563
E2 = F * (2 - F)
E = sqrt(E2)
ROUNDS = 12


@dataclass(frozen=True)
class Albers:
    """A cone touching two parallels: `n` its constant, `c` its scale, `rho_0` the radius of the origin, in km."""

    n: float
    c: float
    rho_0: float
    lon_0: float

    def forward(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Kilometres east and north of the origin."""
        rho = A * sqrt(self.c - self.n * _q(radians(latitude))) / self.n
        theta = self.n * (radians(longitude) - self.lon_0)
        return rho * sin(theta), self.rho_0 - rho * cos(theta)

    def inverse(self, x: float, y: float) -> tuple[float, float]:
        """Longitude and latitude in degrees of a point in kilometres."""
        rho, theta = hypot(x, self.rho_0 - y), atan2(x, self.rho_0 - y)
        q = (self.c - (rho * self.n / A) ** 2) / self.n
        phi = asin(q / 2)
        for _ in range(ROUNDS):
            phi += (1 - E2 * sin(phi) ** 2) ** 2 / (2 * cos(phi)) * (q - _q(phi)) / (1 - E2)
        return degrees(self.lon_0 + theta / self.n), degrees(phi)


@cache
def albers(projection: str) -> Albers:
    """The cone a PROJ string describes. Raises GeoError unless it is `+proj=aea` in km with all four angles."""
    told = dict(part.lstrip("+").partition("=")[::2] for part in projection.split())
    try:
        first, second, middle, lon_0 = (radians(float(told[key])) for key in ("lat_1", "lat_2", "lat_0", "lon_0"))
    except (KeyError, ValueError):
        raise GeoError(file="country.toml", key="projection", value=projection, wrong="angles") from None
    if told.get("proj") != "aea" or told.get("units") != "km":
        raise GeoError(file="country.toml", key="projection", value=projection, wrong="not aea in km")
    n = (_m(first) ** 2 - _m(second) ** 2) / (_q(second) - _q(first))
    c = _m(first) ** 2 + n * _q(first)
    return Albers(n, c, A * sqrt(c - n * _q(middle)) / n, lon_0)


def _m(phi: float) -> float:
    return cos(phi) / sqrt(1 - E2 * sin(phi) ** 2)


def _q(phi: float) -> float:
    s = sin(phi)
    return (1 - E2) * (s / (1 - E2 * s * s) - log((1 - E * s) / (1 + E * s)) / (2 * E))
