"""Attacks a release before it is published: can a hidden cell be worked out from what is shown? Build-time only.

Published cells are intervals; a table's cells add up to the next coarser table, areas to the country, quarters to
years. Bounds are pushed through these sums until nothing changes (Fourier–Motzkin on single equations); a linear
programme does the same for all sums of one block at once. Cells that give a hidden one away are hidden too.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data.disclosure import NARROWEST, UNLIMITED
from data.sums import ROUNDS, Cells, Family, Mask, Numbers, Pair, of_parts, of_totals, propagate

BRIEFLY = 3
MARGIN = 6
MENDINGS = 25
THOROUGH = 15


@dataclass(frozen=True)
class Outcome:
    """What an attack found: hidden cells, pinned ones before and after mending, cells hidden for their sake."""

    cells: int
    hidden: int
    pinned_before: int
    pinned_after: int
    extra: int


def defend(
    counts: Numbers,
    sensitive: Mask,
    families: Sequence[Family],
    blocks: Numbers | None = None,
    extra: Mask | None = None,
    guarded: Mask | None = None,
) -> tuple[Cells, Outcome]:
    """Hide more cells (`extra` to begin with) until no small cell is pinned: the smallest first.

    `blocks` numbers the blocks cells belong to (by default all are one): after each mending only blocks in which
    something changed are attacked anew, and all of them once more at the end. Returns the cells as they may be
    published, and what happened.
    """
    families = tuple(family for family in families if len(family.parts))
    cells = Cells.of(counts, sensitive, families, extra, guarded)
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
    least, most = of_parts(low, high, family)
    part_low, part_high = low[family.parts], high[family.parts]
    near = open_[family.parts] & ((least > part_low - MARGIN) | (most < part_high + MARGIN))
    sum_low, sum_high = of_totals(low, high, family)
    near_total = (sum_low > low[family.totals] - MARGIN) | (sum_high < high[family.totals] + MARGIN)
    whole = open_[family.totals] & near_total
    result: Mask = np.logical_or.reduceat(near, family.starts) | whole
    return result


def _telling(family: Family, suspects: Mask, bounds: Pair, rule: Pair) -> Mask:
    """Which sums give a suspect a bound tighter than the rule's."""
    (low, high), (rule_low, rule_high) = bounds, rule
    parts, totals = family.parts, family.totals
    least, most = of_parts(low, high, family)
    tight = ((least >= low[parts]) & (least > rule_low[parts])) | ((most <= high[parts]) & (most < rule_high[parts]))
    found = np.logical_or.reduceat(tight & suspects[parts], family.starts)
    least, most = of_totals(low, high, family)
    tight = ((least >= low[totals]) & (least > rule_low[totals])) | (
        (most <= high[totals]) & (most < rule_high[totals])
    )
    result: Mask = found | (tight & suspects[totals])
    return result


def _mend(cells: Cells, families: Sequence[Family], pinned: Mask, bounds: Pair, rule: Pair) -> bool:
    """Hide what pins cells down; totals only if no part helps. False: nothing is left to hide."""
    return any(_mend_step(cells, families, pinned, (bounds, rule), totals) for totals in (False, True))


def _mend_step(cells: Cells, families: Sequence[Family], pinned: Mask, known: tuple[Pair, Pair], totals: bool) -> bool:
    """Hide what pins cells down. Where a telling sum has nothing left to hide, what tells of its cells is next."""
    suspects = pinned.copy()
    for _ in range(len(families) * 2 + 2):
        before, changed = int(suspects.sum()), False
        waiting = suspects.copy()
        for family in families:
            telling = _telling(family, waiting, *known)
            if not telling.any():
                continue
            guilty = family.only(telling)
            helped = _hide(cells, guilty, totals)
            changed |= bool(helped.any())
            # Cells that have been helped wait for the next attack; in sums that cannot be, all cells become suspect.
            waiting[guilty.parts[helped[guilty.sums]]] = False
            waiting[guilty.totals[helped]] = False
            suspects[guilty.parts[~helped[guilty.sums]]] = True
            suspects[guilty.totals[~helped]] = True
        if changed or before == int(suspects.sum()):
            return changed
    return False


def _hide(cells: Cells, family: Family, whole_too: bool) -> Mask:
    """Hide in every sum its smallest shown part; if it has none its zeros, else (if `whole_too`) the total.

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
    whole = ~counted & ~zeros & ~hidden[totals] & whole_too
    cells.extra[parts[smallest[first]]] = True
    cells.extra[parts[shown & zeros[family.sums]]] = True
    cells.extra[totals[whole]] = True
    blurred = zeros | _blurrable(cells, family, counted | ~hidden[totals])
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
