"""Attacks a release before it is published: can a hidden cell be worked out from what is shown? Build-time only.

Published cells are intervals; a table's cells add up to the next coarser table, areas to the country, quarters to
years. Bounds are pushed through these sums until nothing changes (Fourier–Motzkin on single equations); a linear
programme does the same for all sums of one block at once. Cells that give a hidden one away are hidden too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.disclosure import BASE, NARROWEST, SMALLEST_SHOWN, UNLIMITED

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]
Pair = tuple[Numbers, Numbers]
ROUNDS = 30
BRIEFLY = 3
MARGIN = 6
MENDINGS = 25
THOROUGH = 15


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
    """Exact counts, whether each stands in a sensitive table, and what is hidden beyond the rule.

    `small` cells are hidden by the rule; of these all are `protected` but zeros of totals that are published zeros.
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
        cls, counts: Numbers, sensitive: Mask, families: Sequence["Family"] = (), extra: Mask | None = None
    ) -> "Cells":
        """Cells of which nothing but `extra` is hidden beyond the rule yet."""
        none = np.zeros(len(counts), bool)
        small = (counts < SMALLEST_SHOWN) & ((counts > 0) | sensitive)
        protected = small & ~_empty(counts, sensitive, families)
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


@dataclass(frozen=True)
class Outcome:
    """What an attack found: hidden cells, pinned ones before and after mending, cells hidden for their sake."""

    cells: int
    hidden: int
    pinned_before: int
    pinned_after: int
    extra: int


def propagate(
    low: Numbers, high: Numbers, families: Sequence[Family], rounds: int = ROUNDS
) -> tuple[Numbers, Numbers]:
    """The tightest bounds that single sums imply: `low` and `high`, tightened in place."""
    for _ in range(rounds):
        before = int(low.sum()), int(high.sum())
        for family in families:
            _tighten(low, high, family)
        if before == (int(low.sum()), int(high.sum())):
            break
    return low, high


def defend(
    counts: Numbers,
    sensitive: Mask,
    families: Sequence[Family],
    blocks: Numbers | None = None,
    extra: Mask | None = None,
) -> tuple[Cells, Outcome]:
    """Hide more cells (`extra` to begin with) until no small cell is pinned: the smallest first.

    `blocks` numbers the blocks cells belong to (by default all are one): after each mending only blocks in which
    something changed are attacked anew, and all of them once more at the end. Returns the cells as they may be
    published, and what happened.
    """
    families = tuple(family for family in families if len(family.parts))
    cells = Cells.of(counts, sensitive, families, extra)
    groups = np.zeros(len(counts), np.int64) if blocks is None else blocks
    pinned, low, high, telling = _attack(cells, families)
    before = int(pinned.sum())
    for _ in range(THOROUGH):
        if not pinned.any():
            break
        _mend_blocks(cells, telling, groups, pinned, low, high)
        pinned, low, high, telling = _attack(cells, families)
    beyond = cells.extra & ~cells.small
    hidden = int((cells.small | beyond).sum())
    return cells, Outcome(len(counts), hidden, before, int(pinned.sum()), int(beyond.sum()))


def _mend_blocks(
    cells: Cells, families: Sequence[Family], groups: Numbers, pinned: Mask, low: Numbers, high: Numbers
) -> None:
    """Mend again and again, looking only at what changed. What is not looked at keeps its (too narrow) old bounds."""
    rule = cells.bounds()
    for _ in range(MENDINGS):
        if not pinned.any():
            return
        before = cells.extra | cells.blurred
        near = _near(families, pinned)
        if not _mend(cells, near, pinned, (low, high), rule) and not _mend(cells, families, pinned, (low, high), rule):
            return
        dirty = np.zeros(int(groups.max()) + 1, bool)
        dirty[groups[pinned | ((cells.extra | cells.blurred) & ~before)]] = True
        loose = dirty[groups]
        at = np.flatnonzero(loose)
        rule[0][at], rule[1][at] = cells.bounds(at)
        low[at], high[at] = rule[0][at], rule[1][at]
        propagate(low, high, _near(families, loose), BRIEFLY)
        pinned = cells.protected & (high - low + 1 < NARROWEST)


def _near(families: Sequence[Family], cells: Mask) -> tuple[Family, ...]:
    """Only the sums that touch one of `cells`."""
    near = (family.touching(cells) for family in families)
    return tuple(family for family in near if len(family.parts))


def _attack(cells: Cells, families: Sequence[Family]) -> tuple[Mask, Numbers, Numbers, tuple[Family, ...]]:
    """Which small cells have fewer than NARROWEST possible values left, the bounds of all, and the sums that tell.

    Most sums have so many rounded parts that they say nothing. They are tried once, and once more at the end.
    """
    low, high = cells.bounds()
    open_ = low < high
    telling: tuple[Family, ...] = ()
    for _ in range(ROUNDS):
        propagate(low, high, families, 1)
        telling = tuple(f for family in families if len((f := family.only(_promising(low, high, family, open_))).parts))
        before = int(low.sum()), int(high.sum())
        propagate(low, high, telling)
        if before == (int(low.sum()), int(high.sum())):
            break
    return cells.protected & (high - low + 1 < NARROWEST), low, high, telling


def _promising(low: Numbers, high: Numbers, family: Family, open_: Mask) -> Mask:
    """The sums that bound one of their `open_` cells, or nearly so."""
    least, most = _parts(low, high, family)
    part_low, part_high = low[family.parts], high[family.parts]
    near = open_[family.parts] & ((least > part_low - MARGIN) | (most < part_high + MARGIN))
    sum_low, sum_high = _totals(low, high, family)
    near_total = (sum_low > low[family.totals] - MARGIN) | (sum_high < high[family.totals] + MARGIN)
    whole = open_[family.totals] & near_total
    result: Mask = np.logical_or.reduceat(near, family.starts) | whole
    return result


def _empty(counts: Numbers, sensitive: Mask, families: Sequence[Family]) -> Mask:
    """Which cells belong to a published zero: there is nothing to tell of nobody."""
    empty: Mask = (counts == 0) & ~sensitive
    for _ in range(3):
        for family in families:
            empty[family.parts] |= empty[family.totals][family.sums]
    return empty


def _totals(low: Numbers, high: Numbers, family: Family) -> tuple[Numbers, Numbers]:
    """What the parts say of each sum."""
    return np.add.reduceat(low[family.parts], family.starts), np.add.reduceat(high[family.parts], family.starts)


def _parts(low: Numbers, high: Numbers, family: Family) -> tuple[Numbers, Numbers]:
    """What each part must be, given its sum and the other parts."""
    sum_low, sum_high = _totals(low, high, family)
    least = (low[family.totals] - sum_high)[family.sums] + high[family.parts]
    most = (high[family.totals] - sum_low)[family.sums] + low[family.parts]
    return least, most


def _tighten(low: Numbers, high: Numbers, family: Family) -> None:
    parts, totals = family.parts, family.totals
    least, most = _totals(low, high, family)
    low[totals] = np.maximum(low[totals], least)
    high[totals] = np.minimum(high[totals], most)
    least, most = _parts(low, high, family)
    low[parts] = np.maximum(low[parts], least)
    high[parts] = np.minimum(high[parts], most)


def _telling(family: Family, suspects: Mask, bounds: Pair, rule: Pair) -> Mask:
    """Which sums give a suspect a bound tighter than the rule's."""
    (low, high), (rule_low, rule_high) = bounds, rule
    parts, totals = family.parts, family.totals
    least, most = _parts(low, high, family)
    tight = ((least >= low[parts]) & (least > rule_low[parts])) | ((most <= high[parts]) & (most < rule_high[parts]))
    found = np.logical_or.reduceat(tight & suspects[parts], family.starts)
    least, most = _totals(low, high, family)
    tight = ((least >= low[totals]) & (least > rule_low[totals])) | (
        (most <= high[totals]) & (most < rule_high[totals])
    )
    result: Mask = found | (tight & suspects[totals])
    return result


def _mend(cells: Cells, families: Sequence[Family], pinned: Mask, bounds: Pair, rule: Pair) -> bool:
    """Hide what pins cells down. Where a telling sum has nothing left to hide, what tells of its cells is next."""
    suspects = pinned.copy()
    for _ in range(len(families) * 2 + 2):
        known, changed = int(suspects.sum()), False
        waiting = suspects.copy()
        for family in families:
            telling = _telling(family, waiting, bounds, rule)
            if not telling.any():
                continue
            guilty = family.only(telling)
            helped = _hide(cells, guilty)
            changed |= bool(helped.any())
            # Cells that have been helped wait for the next attack; in sums that cannot be, all cells become suspect.
            waiting[guilty.parts[helped[guilty.sums]]] = False
            waiting[guilty.totals[helped]] = False
            suspects[guilty.parts[~helped[guilty.sums]]] = True
            suspects[guilty.totals[~helped]] = True
        if changed or known == int(suspects.sum()):
            return changed
    return False


def _hide(cells: Cells, family: Family) -> Mask:
    """Hide in every sum its smallest shown part; if it has none its zeros, else the total.

    Returns for which sums there was something to hide.
    """
    parts, totals, starts = family.parts, family.totals, family.starts
    hidden = cells.small | cells.extra
    shown, counts = ~hidden[parts], cells.counts[parts]
    key = np.where(shown & (counts > 0), counts, UNLIMITED)
    least = np.minimum.reduceat(key, starts)
    smallest = np.flatnonzero((key == least[family.sums]) & (key < UNLIMITED))
    _, first = np.unique(family.sums[smallest], return_index=True)
    counted, zeros = least < UNLIMITED, np.logical_or.reduceat(shown, starts)
    zeros &= ~counted
    whole = ~counted & ~zeros & ~hidden[totals]
    cells.extra[parts[smallest[first]]] = True
    cells.extra[parts[shown & zeros[family.sums]]] = True
    cells.extra[totals[whole]] = True
    blurred = zeros | _blurrable(cells, family, counted | whole)
    if blurred.any():
        cells.vague.setdefault(family.name, np.zeros(len(hidden), bool))[totals[blurred]] = True
        cells.blurred[parts[cells.small[parts] & blurred[family.sums]]] = True
    result: Mask = counted | whole | blurred
    return result


def _blurrable(cells: Cells, family: Family, done: Mask) -> Mask:
    """Sums with nothing left to hide but the zeros that are not in the array."""
    if family.name.partition("/")[0] not in ("tables", "areas"):
        return np.zeros(len(done), bool)
    vague = cells.vague.get(family.name)
    result: Mask = ~done if vague is None else ~done & ~vague[family.totals]
    return result
