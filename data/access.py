"""Who may see what: the scope every question about numbers carries. Pure: no web, no database."""

from dataclasses import dataclass
from enum import StrEnum


class View(StrEnum):
    """Which of a release's two files answers."""

    PUBLIC = "public"
    INTERNAL = "internal"


@dataclass(frozen=True)
class Scope:
    """Where a person sees exact numbers; everywhere else they see what is public.

    `areas`, `ministries`, `institutions`: None means all of them, an empty set none. A visitor has none.
    """

    areas: frozenset[str] | None
    ministries: frozenset[str] | None
    institutions: frozenset[str] | None

    @property
    def view(self) -> View:
        """PUBLIC unless exact numbers are allowed somewhere."""
        parts = (self.areas, self.ministries, self.institutions)
        return View.PUBLIC if any(part is not None and not part for part in parts) else View.INTERNAL


VISITOR = Scope(frozenset(), frozenset(), frozenset())
EVERYTHING = Scope(None, None, None)
