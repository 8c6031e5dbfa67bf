"""The published figures the register leans on: areas, boarders, population, rollout."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from data.demonstration.calibration import Calibration, Floats
from geo.countries import country

REFERENCE = Path(__file__).resolve().parents[1] / "reference"


@dataclass(frozen=True)
class Places:
    """The areas with published boarders, in the country's order.

    `boarders`: per series, one number an area. `population`: children per (age band, sex) and area.
    `live_from`: the first day of the area in the rollout, None if not yet.
    """

    codes: tuple[str, ...]
    boarders: Mapping[str, Floats]
    population: Mapping[tuple[str, str], Floats]
    live_from: tuple[date | None, ...]

    def number(self, code: str) -> int:
        """The place of an area code."""
        return self.codes.index(code)

    @property
    def children(self) -> Floats:
        """Children 0–17 an area."""
        return np.asarray(sum(self.population.values()), dtype=float)


def places(calibration: Calibration) -> Places:
    """Read what is published of the country's areas. Areas without published boarders have no institutions here."""
    pack = country(str(calibration.part("country")))
    published = _rows(REFERENCE / pack.code / "published.csv")
    wanted = {str(calibration.part("places", "boarders")), *(kind.series for kind in calibration.types if kind.series)}
    figures = {name: _series(published, name) for name in sorted(wanted)}
    base = figures[str(calibration.part("places", "boarders"))]
    codes = tuple(area.code for area in pack.areas if base.get(area.code, 0) > 0)
    return Places(
        codes=codes,
        boarders={name: np.array([figure.get(code, 0.0) for code in codes]) for name, figure in figures.items()},
        population=_population(REFERENCE / pack.code / "population.csv", codes),
        live_from=_live(_rows(pack.folder / "rollout.csv"), codes),
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _series(rows: list[dict[str, str]], name: str) -> dict[str, float]:
    return {row["region"]: float(row["value"]) for row in rows if row["indicator"] == name and row["value"]}


def _population(path: Path, codes: tuple[str, ...]) -> dict[tuple[str, str], Floats]:
    table: dict[tuple[str, str], Floats] = {}
    for row in _rows(path):
        if row["region"] in codes:
            key = (row["age_band"], row["sex"])
            table.setdefault(key, np.zeros(len(codes)))[codes.index(row["region"])] = float(row["children"])
    return dict(sorted(table.items()))


def _live(rows: list[dict[str, str]], codes: tuple[str, ...]) -> tuple[date | None, ...]:
    starts: dict[str, date] = {}
    for row in rows:
        if row["stage"] == "LIVE":
            day = date.fromisoformat(row["from"])
            starts[row["region"]] = min(day, starts.get(row["region"], day))
    return tuple(starts.get(code) for code in codes)
