"""Where an institution is and whose, as the release that is served tells it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from data.access import View

if TYPE_CHECKING:
    from data.warehouse.release import Release

PLACES = "select institution_id, area, ministry, type from institutions"


@dataclass(frozen=True)
class Place:
    """An institution's area (KATOTTG), ministry and type of facility, codes all."""

    area: str
    ministry: str
    type: str


class Places(Protocol):
    """Anything that knows institutions."""

    def place_of(self, institution_id: str) -> Place | None:
        """Where it is; None if there is no such institution."""
        ...


@dataclass(frozen=True)
class KnownPlaces:
    """The institutions of one release."""

    institutions: Mapping[str, Place]

    def place_of(self, institution_id: str) -> Place | None:
        """Where it is; None if the release has no such institution."""
        return self.institutions.get(institution_id)


NOWHERE = KnownPlaces({})


def places_of(release: "Release") -> KnownPlaces:
    """All institutions of the release, where they are now."""
    rows = release.rows(View.PUBLIC, PLACES)[1]
    return KnownPlaces({str(key): Place(*(str(told or "") for told in place)) for key, *place in rows})
