"""One full-size register a session, counted by the design's rules written anew: no code of the portal counts here."""

import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data.demonstration import write

ROOT = Path(__file__).resolve().parents[3]
DAY = "datetime64[D]"
TABLES = (
    "institutions", "institution_events", "placements", "returns", "family_care", "services", "population",
)  # fmt: skip


@dataclass(frozen=True)
class Written:
    """A register as written, and counts of it by the rules of the design (§5.1)."""

    folder: Path

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Every file as text; empty cells are ''."""
        return {name: pd.read_csv(self.folder / f"{name}.csv", dtype=str, keep_default_na=False) for name in TABLES}

    @cached_property
    def calibration(self) -> dict[str, Any]:
        """The country's calibration file, for the codes of its areas and its words."""
        return tomllib.loads((ROOT / "data/demonstration/ua.toml").read_text(encoding="utf-8"))

    @cached_property
    def stays(self) -> pd.DataFrame:
        """Placements with days as numbers: `begins`, `ends` (left, or the month of turning 18), `birth`."""
        frame = self.tables["placements"].copy()
        frame["begins"] = days(frame["admitted_on"])
        frame["birth"] = days(frame["birth_month"] + "-01")
        frame["adult"] = days(frame["birth_month"].map(_eighteen_years_later) + "-01")
        frame["left"] = days(frame["left_on"].replace("", "2999-01-01"))
        frame["ends"] = np.minimum(frame["left"], frame["adult"])
        frame["type"] = frame["institution_id"].map(
            self.tables["institutions"].set_index("institution_id")["facility_type"]
        )
        frame["clock"] = frame["stay_mode"].isin(["STAY_24H", "STAY_TEMP"])
        frame["status"] = frame["legal_status"].isin(["ORPHAN", "DEPRIVED"])
        return frame

    def inside(self, day: str) -> pd.DataFrame:
        """The stays that count on a day: one a child, of overlapping ones the last admitted, then the larger id."""
        on = number(day)
        frame = self.stays[(self.stays["begins"] <= on) & (self.stays["ends"] > on)]
        return frame.sort_values(["begins", "placement_id"]).drop_duplicates("child_id", keep="last")

    def operating(self, day: str) -> pd.DataFrame:
        """Institutions opened on or before the day and not closed by it."""
        frame = self.tables["institutions"]
        return frame[(frame["opened_on"] <= day) & ((frame["closed_on"] == "") | (frame["closed_on"] > day))]

    def area(self, day: str) -> "pd.Series[str]":
        """Where each institution stands on a day: its region, or the receiving one from the day it was relocated."""
        frame = self.tables["institutions"].set_index("institution_id")
        events = self.tables["institution_events"]
        moved = events[(events["event"] == "relocated") & (events["on"] <= day)].set_index("institution_id")["value"]
        area = frame["region"].copy()
        area[moved.index] = moved
        return area

    def ministry(self, day: str) -> "pd.Series[str]":
        """Whose each institution is on a day."""
        events = self.tables["institution_events"]
        changes = events[(events["event"] == "ministry") & (events["on"] <= day)].sort_values("on")
        ministry = self.tables["institutions"].set_index("institution_id")["ministry"].copy()
        newest = changes.drop_duplicates("institution_id", keep="last").set_index("institution_id")["value"]
        ministry[newest.index] = newest
        return ministry


def number(day: str) -> int:
    """A day as a number."""
    return int(np.datetime64(day, "D").astype(int))


def days(texts: "pd.Series[str]") -> Any:
    """ISO days as numbers."""
    return texts.to_numpy(dtype="U10").astype(DAY).astype(np.int64)


def _eighteen_years_later(month: str) -> str:
    return f"{int(month[:4]) + 18}{month[4:]}"


@pytest.fixture(scope="session")
def register(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """The register at full size."""
    folder = tmp_path_factory.mktemp("register")
    write(folder)
    return Written(folder)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """The register at a fiftieth of its size."""
    folder = tmp_path_factory.mktemp("small")
    write(folder, scale=0.02)
    return Written(folder)
