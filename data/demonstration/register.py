"""Write the whole invented register into a folder, in the import format."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from data.demonstration.calibration import Calibration, calibration
from data.demonstration.circumstances import Circumstances
from data.demonstration.coordinates import located
from data.demonstration.incidents import incidents, nil_returns
from data.demonstration.institutions import institutions
from data.demonstration.placements import placements
from data.demonstration.reference import places
from data.demonstration.registry import registry
from data.demonstration.returns import returns
from data.demonstration.settlements import settlements
from data.demonstration.stays import stays
from data.demonstration.stocks import World, stocks
from data.demonstration.surroundings import family_care, population, services
from data.demonstration.timeline import timeline
from geo.countries import country as country_of

SEED = 20261123
Progress = Callable[[str, float], None]


def _silent(_: str, __: float) -> None:
    """Say nothing of the progress."""


@dataclass(frozen=True)
class Chance:
    """One stream of random numbers a subject, so that a change in one leaves the others as they are."""

    seed: int

    def of(self, subject: str) -> np.random.Generator:
        """The stream of a subject."""
        return np.random.default_rng([self.seed, *subject.encode()])


def write(
    folder: Path, country: str = "ua", seed: int = SEED, scale: float = 1.0, progress: Progress = _silent
) -> None:
    """Write institutions, events, placements, returns, family care, services, population, incidents and release.toml.

    The same seed and scale give the same bytes. `scale` shrinks the numbers of children (institutions less). Files of
    the same names in `folder` are replaced. `progress` gets what is being done and 0–1. Raises CatalogueError if the
    country has no demonstration.
    """
    chance, measure = Chance(seed), calibration(country, scale)
    folder.mkdir(parents=True, exist_ok=True)
    world = _world(measure, chance)
    stock = stocks(world, chance.of("stocks"))
    progress("institutions", 0.03)
    names = ("institutions", "institution_events")
    where = settlements(world, country_of(country), chance.of("settlements"))
    tables = dict(zip(names, registry(world, stock, chance.of("registry"), where), strict=True))
    tables["institutions"] = located(tables["institutions"], country_of(country), chance.of("coordinates"))
    ledger = stays(world, stock, chance.of("stays"), progress)
    progress("tables", 0.61)
    tables["placements"] = placements(world, ledger, Circumstances(world, chance.of("codes")))
    tables["returns"] = returns(world, ledger, chance.of("returns"))
    tables["family_care"] = family_care(world, chance.of("family_care"))
    tables["services"] = services(world, chance.of("services"))
    tables["population"] = population(world)
    tables["incidents"] = incidents(world, ledger, chance.of("incidents"))
    tables["nil_returns"] = nil_returns(world, tables["incidents"], chance.of("nil_returns"))
    _files(folder, tables, progress)
    (folder / "release.toml").write_text(_release(measure, seed), encoding="utf-8", newline="\n")


def _world(measure: Calibration, chance: Chance) -> World:
    """The institutions in their areas over the days."""
    known = places(measure)
    days = timeline(measure.part("begins_on"), measure.covers_to, tuple(measure.part("exact_on")))
    return World(measure, known, days, institutions(measure, known, days, chance.of("institutions")))


def _files(folder: Path, tables: Mapping[str, pd.DataFrame], progress: Progress) -> None:
    for number, (name, table) in enumerate(tables.items()):
        table.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n", encoding="utf-8")
        progress("files", 0.65 + 0.35 * (number + 1) / len(tables))


def _release(measure: Calibration, seed: int) -> str:
    made_by, note = measure.part("made_by"), measure.part("note")
    lines = (
        "# What this folder is; read by the build.",
        "demonstration = true",
        f'country = "{measure.part("country")}"',
        f"covers_to = {measure.covers_to.isoformat()}",
        f"seed = {seed}",
        f"scale = {measure.scale}",
        f'made_by = "{made_by}"',
        f'note = "{note}"',
    )
    return "\n".join(lines) + "\n"
