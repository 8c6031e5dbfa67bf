"""The register while it is being written: children and stays as columns that grow."""

from dataclasses import dataclass, field

import numpy as np

from data.demonstration.calibration import Ints

CHILD_COLUMNS = ("birth", "sex", "disability", "home")
STAY_COLUMNS = (
    "child", "site", "layer", "mode", "admitted", "left", "legal", "route", "reason", "destination", "moved_to",
)  # fmt: skip
NONE = -1


@dataclass
class Table:
    """Columns of whole numbers, addressed by row; `NONE` is empty."""

    names: tuple[str, ...]
    length: int = 0
    columns: dict[str, Ints] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.columns = {name: np.full(1024, NONE, dtype=np.int64) for name in self.names}

    def __getitem__(self, name: str) -> Ints:
        """A column, rows in use only; writing into it writes into the table."""
        return self.columns[name][: self.length]

    def append(self, number: int, **values: Ints | int) -> Ints:
        """Add `number` rows; columns not given stay empty. Returns the rows' places."""
        rows = np.arange(self.length, self.length + number)
        if rows.size and rows[-1] >= len(self.columns[self.names[0]]):
            self._grow(int(rows[-1]) + 1)
        self.length += number
        for name, value in values.items():
            self.columns[name][rows] = value
        return rows

    def _grow(self, wanted: int) -> None:
        for name, column in self.columns.items():
            larger = np.full(max(wanted, 2 * len(column)), NONE, dtype=np.int64)
            larger[: len(column)] = column
            self.columns[name] = larger


@dataclass
class Ledger:
    """Children (birth month since 1970, sex, disability, home area) and stays (days since 1970, codes as numbers)."""

    children: Table = field(default_factory=lambda: Table(CHILD_COLUMNS))
    stays: Table = field(default_factory=lambda: Table(STAY_COLUMNS))
