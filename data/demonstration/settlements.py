"""Where in its area each institution stands: a raion and a hromada, more of them where the towns are."""

from collections.abc import Callable, Sequence

import numpy as np

from data.demonstration.institutions import NEVER
from data.demonstration.stocks import World
from geo.countries import Country
from geo.places import Place

SEAT_OF_AREA = 2.5
SEAT_OF_RAION = 8.0


def settlements(world: World, country: Country, rng: np.random.Generator) -> list[tuple[str, str]]:
    """Raion and hromada codes, one pair an institution; empty where its area is not divided.

    A raion's weight is the number of its hromadas, more if its area is governed from it; a hromada's is more if its
    raion is. What operates to this day stands in no raion that is held by the occupier.
    """
    beyond = frozenset(world.calibration.part("disruption", "beyond"))
    points = rng.random((len(world.institutions.sites), 2))
    found = []
    for site, (first, second) in zip(world.institutions.sites, points, strict=True):
        raions = country.places.children_of(world.places.codes[site.area])
        if site.closes == NEVER and site.moves == NEVER:
            raions = tuple(raion for raion in raions if raion.code not in beyond)
        raion = _drawn(raions, float(first), lambda one: _weight(country, one))
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
