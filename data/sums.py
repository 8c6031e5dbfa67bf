"""Cells and the sums among them: what a reader of published tables can conclude. Build-time only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.disclosure import BASE, SMALLEST_SHOWN, UNLIMITED

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]
Pair = tuple[Numbers, Numbers]
ROUNDS = 30


@dataclass(frozen=True, eq=False)
class Family:
    """Sums that share no part: `totals[k]` = the sum of the `parts` from `starts[k]` to the next start.

    All are positions in one array of cells. `sums` says for each part which sum it belongs to. `name` says what is
    summed up, as "kind/number"; of the kinds "tables" and "areas" parts that are not in the array are published zeros.
    """

    parts: Numbers
    totals: Numbers
    starts: Numbers
    sums: Numbers
    name: str

    @classmethod
    def of(cls, parts: Numbers, totals: Numbers, name: str = "tables/1") -> "Family":
        """The sums in which `parts[i]` belongs to the total `totals[i]`; every part stands in one sum only."""
        order = np.argsort(totals, kind="stable")
        distinct, starts, sums = np.unique(totals[order], return_index=True, return_inverse=True)
        return cls(parts[order].astype(np.int64), distinct.astype(np.int64), starts.astype(np.int64), sums, name)

    def touching(self, cells: Mask) -> "Family":
        """Only the sums that one of `cells` belongs to."""
        return self.only(cells[self.totals] | np.logical_or.reduceat(cells[self.parts], self.starts))

    def only(self, wanted: Mask) -> "Family":
        """Only the sums that are `wanted`."""
        kept = wanted[self.sums]
        sums = (np.cumsum(wanted) - 1)[self.sums[kept]]
        return Family(self.parts[kept], self.totals[wanted], np.flatnonzero(np.diff(sums, prepend=-1)), sums, self.name)


@dataclass(frozen=True, eq=False)
class Cells:
    """Exact counts, whether zeros of their table are hidden too (`sensitive`), and what is hidden beyond the rule.

    `small` cells are hidden by the rule; of these all are `protected` but zeros that need not be (see `of`).
    `extra` cells are hidden to protect others. `blurred` ones are small and stand among zeros that are hidden as
    well, so that a reader cannot tell them from zeros; `vague` are the totals whose zeros are (by the family's name).
    """

    counts: Numbers
    sensitive: Mask
    small: Mask
    protected: Mask
    extra: Mask
    blurred: Mask
    vague: dict[str, Mask]

    @classmethod
    def of(
        cls,
        counts: Numbers,
        sensitive: Mask,
        families: Sequence["Family"] = (),
        extra: Mask | None = None,
        guarded: Mask | None = None,
    ) -> "Cells":
        """Cells of which nothing but `extra` is hidden beyond the rule yet.

        Hidden zeros are protected only where they are `guarded` (by default all), and not below a published zero:
        there is nothing to tell of nobody.
        """
        none = np.zeros(len(counts), bool)
        small = (counts < SMALLEST_SHOWN) & ((counts > 0) | sensitive)
        protected = small & ~_empty(counts, sensitive, families)
        protected &= (counts > 0) | (sensitive if guarded is None else guarded)
        return cls(counts, sensitive, small, protected, none if extra is None else extra.copy(), none.copy(), {})

    def bounds(self, at: Numbers | None = None) -> tuple[Numbers, Numbers]:
        """What a reader knows of each cell (or of those `at` these positions) by itself. Of `extra` ones: nothing."""
        place: Any = slice(None) if at is None else at
        counts, small = self.counts[place], self.small[place]
        half = BASE // 2
        shown = BASE * ((counts + half) // BASE)
        zero, beyond = counts == 0, self.extra[place] & ~small
        low = np.where(zero, 0, np.maximum(SMALLEST_SHOWN, shown - half))
        high = np.where(zero, 0, shown + half)
        low = np.where(small, np.where(self.sensitive[place] | self.blurred[place], 0, 1), low)
        high = np.where(small, SMALLEST_SHOWN - 1, high)
        return np.where(beyond, 0, low), np.where(beyond, UNLIMITED, high)


def propagate(low: Numbers, high: Numbers, families: Sequence[Family], rounds: int = ROUNDS) -> tuple[Numbers, Numbers]:
    """The tightest bounds that single sums imply: `low` and `high`, tightened in place."""
    for _ in range(rounds):
        before = int(low.sum()), int(high.sum())
        for family in families:
            _tighten(low, high, family)
        if before == (int(low.sum()), int(high.sum())):
            break
    return low, high


def of_totals(low: Numbers, high: Numbers, family: Family) -> tuple[Numbers, Numbers]:
    """What the parts say of each sum."""
    return np.add.reduceat(low[family.parts], family.starts), np.add.reduceat(high[family.parts], family.starts)


def of_parts(low: Numbers, high: Numbers, family: Family) -> tuple[Numbers, Numbers]:
    """What each part must be, given its sum and the other parts."""
    sum_low, sum_high = of_totals(low, high, family)
    least = (low[family.totals] - sum_high)[family.sums] + high[family.parts]
    most = (high[family.totals] - sum_low)[family.sums] + low[family.parts]
    return least, most


def _tighten(low: Numbers, high: Numbers, family: Family) -> None:
    parts, totals = family.parts, family.totals
    least, most = of_totals(low, high, family)
    low[totals] = np.maximum(low[totals], least)
    high[totals] = np.minimum(high[totals], most)
    least, most = of_parts(low, high, family)
    low[parts] = np.maximum(low[parts], least)
    high[parts] = np.minimum(high[parts], most)


def _empty(counts: Numbers, sensitive: Mask, families: Sequence[Family]) -> Mask:
    """Which cells belong to a published zero."""
    empty: Mask = (counts == 0) & ~sensitive
    for _ in range(3):
        for family in families:
            empty[family.parts] |= empty[family.totals][family.sums]
    return empty
