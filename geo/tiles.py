"""The tile grid: every area of a country is one square, standing about where the area lies."""

import csv
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from geo.countries import Country, country
from geo.errors import GeoError

COLUMNS = ["iso", "column", "row"]
Place = tuple[int, int]


@cache
def tiles(code: str = "ua") -> Mapping[str, Place]:
    """Area code → (column, row), both from 1, row 1 in the north. Raises GeoError naming what is wrong in tiles.csv."""
    return read_tiles(country(code))


def read_tiles(known: Country) -> Mapping[str, Place]:
    """The tiles of a pack: each of its areas once, no two in one place."""
    path = known.folder / "tiles.csv"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            if reader.fieldnames != COLUMNS:
                raise GeoError(file=path.name, wrong="columns", found=reader.fieldnames, expected=COLUMNS)
            rows = [(str(row["iso"]), int(row["column"]), int(row["row"])) for row in reader]
    except (OSError, ValueError, TypeError) as error:
        raise GeoError(file=path.name, wrong=str(error)) from error
    placed = {iso: (column, row) for iso, column, row in rows}
    wanted = {area.iso: area.code for area in known.areas}
    if set(placed) != set(wanted) or len(rows) != len(wanted):
        raise GeoError(file=path.name, wrong="areas", areas=sorted(set(placed) ^ set(wanted)))
    if len(set(placed.values())) != len(placed) or min(min(place) for place in placed.values()) < 1:
        raise GeoError(file=path.name, wrong="two areas in one place, or a place before the first")
    return MappingProxyType({wanted[iso]: place for iso, place in placed.items()})
