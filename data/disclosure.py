"""What may be published of a count, and what a reader may conclude from what is published. Pure.

Counts 1–9 are hidden, from 10 on rounded to 5. Zero is shown, except in sensitive tables, where it is hidden as well.
The warehouse's macros do the same in SQL; a test compares them.
"""

from dataclasses import dataclass

SMALLEST_SHOWN = 10
BASE = 5
SENSITIVE_DIMENSIONS = frozenset({"disability", "parents", "reason"})
# A hidden cell is safe while at least this many values remain possible for it, as many as a rounded one stands for.
NARROWEST = 5
UNLIMITED = 10_000_000


@dataclass(frozen=True)
class Published:
    """A published count: `children` None where hidden; what it can have been lies in [low, high]."""

    children: int | None
    low: int
    high: int

    @property
    def hidden(self) -> bool:
        """Whether the count is withheld."""
        return self.children is None


def rounded(count: int) -> int:
    """`count` to the nearest 5 (halves cannot occur)."""
    return BASE * ((count + BASE // 2) // BASE)


def is_sensitive(population: str, dimensions: frozenset[str]) -> bool:
    """Whether even zeros of a table are hidden: of children with status, or by a sensitive dimension."""
    return population == "status" or bool(dimensions & SENSITIVE_DIMENSIONS)


def publish(count: int, sensitive: bool) -> Published:
    """What is published of `count` children. Raises ValueError for a negative count."""
    if count < 0:
        raise ValueError(f"no count is negative: {count}")
    if count == 0 and not sensitive:
        return Published(0, 0, 0)
    if count < SMALLEST_SHOWN:
        return Published(None, 0 if sensitive else 1, SMALLEST_SHOWN - 1)
    shown = rounded(count)
    return Published(shown, max(SMALLEST_SHOWN, shown - BASE // 2), shown + BASE // 2)


def publish_share(numerator: int | None, denominator: int | None) -> bool:
    """Whether a share may be shown: neither part nor the complement hidden or below 10 (a whole of zero is not)."""
    if numerator is None or denominator is None:
        return False
    return numerator >= SMALLEST_SHOWN and denominator - numerator >= SMALLEST_SHOWN


def pinned(low: int, high: int) -> bool:
    """Whether a hidden cell known to lie in [low, high] is as good as told."""
    return high - low + 1 < NARROWEST
