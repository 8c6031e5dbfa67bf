"""What the register is calibrated to: the country's toml file, and paths between dated figures."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from data.errors import CatalogueError

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
EPOCH = date(1970, 1, 1)
DAYS_A_YEAR = 365.2425


def day_number(day: date) -> int:
    """Days since 1 January 1970."""
    return (day - EPOCH).days


@dataclass(frozen=True)
class DatedPath:
    """A figure between dated points: straight lines, level before the first and after the last."""

    days: Floats
    values: Floats

    @classmethod
    def of(cls, points: Sequence[Sequence[Any]]) -> "DatedPath":
        """From rows of (date, value)."""
        return cls(np.array([float(day_number(day)) for day, _ in points]), np.array([float(v) for _, v in points]))

    def at(self, days: Ints | Floats | Sequence[int]) -> Floats:
        """The figure on each of `days` (days since 1970)."""
        return np.asarray(np.interp(np.asarray(days, dtype=float), self.days, self.values))


@dataclass(frozen=True)
class FacilityType:
    """A facility type: how many, how large, who lives there and for how long. Ages in years, `turnover` a year."""

    code: str
    ministry: str
    counts: tuple[int, ...]
    size: float
    status: float
    clock: float
    weekly: float
    entry: tuple[float, float, float]
    leave: float
    oldest: float
    turnover: float
    disability: float
    transfer: float
    profile: str
    mode: str = "STAY_24H"
    series: str = ""
    school: bool = False
    youth: bool = False


@dataclass(frozen=True)
class Calibration:
    """The whole file. `raw` holds the parts read where they are used; `scale` shrinks counts of children."""

    raw: Mapping[str, Any]
    types: tuple[FacilityType, ...]
    scale: float

    @property
    def covers_to(self) -> date:
        """The last day of the register."""
        day: date = self.raw["covers_to"]
        return day

    @property
    def institution_scale(self) -> float:
        """Institutions shrink less than children, so that every type and area keeps some."""
        return max(self.scale, 0.12) if self.scale < 1 else self.scale

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """Names of the groups of types whose totals are held."""
        return tuple(self.raw["groups"])

    def part(self, *keys: str) -> Any:
        """A part of the file by its keys. Raises CatalogueError if it is not there."""
        found: Any = self.raw
        for key in keys:
            if key not in found:
                raise CatalogueError(file="demonstration", wrong="no such key", value=".".join(keys))
            found = found[key]
        return found

    def path(self, *keys: str) -> DatedPath:
        """A dated path of the file."""
        return DatedPath.of(self.part(*keys))

    def type_column(self, name: str) -> Floats:
        """One number per facility type, in the order of `types`."""
        return np.array([float(getattr(kind, name)) for kind in self.types])


def calibration(country: str, scale: float) -> Calibration:
    """Read `<country>.toml` beside this file. Raises CatalogueError if there is none or a type is malformed."""
    file = Path(__file__).with_name(f"{country}.toml")
    if not file.is_file():
        raise CatalogueError(file=file.name, wrong="no demonstration for this country")
    raw = tomllib.loads(file.read_text(encoding="utf-8"))
    try:
        types = tuple(_facility_type(code, entry) for code, entry in raw["types"].items())
    except (KeyError, TypeError) as error:
        raise CatalogueError(file=file.name, wrong=str(error)) from None
    return Calibration(raw=raw, types=types, scale=scale)


def _facility_type(code: str, entry: Mapping[str, Any]) -> FacilityType:
    youngest, commonest, oldest = entry["entry"]
    rest = {key: value for key, value in entry.items() if key not in ("counts", "entry")}
    return FacilityType(code=code, counts=tuple(entry["counts"]), entry=(youngest, commonest, oldest), **rest)
