"""Where in its area each institution stands: a raion and a hromada, more of them where the towns are."""

from collections.abc import Callable, Sequence

import numpy as np

from geo.countries import Country
from geo.places import Place

SEAT_OF_AREA = 2.5
SEAT_OF_RAION = 8.0


def settlements(country: Country, areas: Sequence[str], rng: np.random.Generator) -> list[tuple[str, str]]:
    """Raion and hromada codes, one pair for each of `areas`; empty where an area is not divided.

    A raion's weight is the number of its hromadas, more if its area is governed from it; so is a hromada's.
    """
    points = rng.random((len(areas), 2))
    found = []
    for area, (first, second) in zip(areas, points, strict=True):
        raion = _drawn(country.places.children_of(area), float(first), lambda one: _weight(country, one))
        hromada = _drawn(country.places.children_of(raion), float(second), _pull)
        found.append((raion, hromada))
    return found


def _weight(country: Country, raion: Place) -> float:
    return (1 + len(country.places.children_of(raion.code))) * (SEAT_OF_AREA if raion.seat else 1.0)


def _pull(hromada: Place) -> float:
    return SEAT_OF_RAION if hromada.seat else 1.0


def _drawn(places: Sequence[Place], point: float, weight: Callable[[Place], float]) -> str:
    """The place at a point of [0, 1) of the line that all make up."""
    if not places:
        return ""
    edges = np.cumsum([weight(place) for place in places])
    return places[int(np.searchsorted(edges, point * edges[-1], side="right"))].code
