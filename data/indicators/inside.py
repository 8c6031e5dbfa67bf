"""Which cells of a question lie inside a scope: those all of whose children some extent allows. Pure.

Extents add up. What is asked of two owners is inside if either is, by whichever extent. An extent limited to
institutions holds no cell: an area's number is more than theirs. The country is inside if all of its areas are.
"""

from collections.abc import Mapping

from data.access import Scope
from data.filters import Filters

Owners = frozenset[str] | None
Dimensions = tuple[tuple[str, str], ...]


class Inside:
    """One question and one scope. `areas`: all of the country, `iso`: itself; `codes`: what exists, per dimension."""

    def __init__(
        self, scope: Scope, filters: Filters, areas: tuple[str, ...], iso: str, codes: Mapping[str, frozenset[str]]
    ) -> None:
        self.scope, self.areas, self.iso = scope, frozenset(areas), iso
        self.asked: Owners = frozenset(filters.chosen("ministry")) or None
        self.split = "ministry" in filters.by
        by_area = "area" in filters.by or filters.chosen("area")
        self.places = (filters.chosen("area") or areas) if by_area else (iso,)
        existing = self.asked or codes.get("ministry", frozenset())
        self.owners = tuple(frozenset({code}) for code in existing) if self.split else (self.asked,)
        self._found: dict[Owners, frozenset[str]] = {}

    def holds(self, area: str, dimensions: Dimensions) -> bool:
        """Whether the number of an area (or the country) at these breakdowns lies inside."""
        owners = frozenset({dict(dimensions)["ministry"]}) if self.split else self.asked
        return area in self._exact(owners)

    @property
    def some(self) -> bool:
        """Whether any cell asked for can lie inside."""
        return any(place in self._exact(owners) for owners in self.owners for place in self.places)

    @property
    def all(self) -> bool:
        """Whether every cell asked for, the country's beside them excepted, lies inside."""
        return all(place in self._exact(owners) for owners in self.owners for place in self.places)

    def _exact(self, owners: Owners) -> frozenset[str]:
        """Where the numbers of these owners (None: of all) lie inside."""
        if owners not in self._found:
            found = self.areas
            for asked in [()] if owners is None else [(owner,) for owner in sorted(owners)]:
                allowed = self.scope.exact_areas(asked)
                found = found if allowed is None else found & allowed
            self._found[owners] = found | {self.iso} if found and found == self.areas else found
        return self._found[owners]
