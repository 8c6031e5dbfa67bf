"""What institutions are called, all of one release at once: public facts of the register."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from data.access import View
from geo.text import Text

if TYPE_CHECKING:
    from data.warehouse.release import Release

NAMES = "select institution_id, name_uk, coalesce(name_en, name_uk), area from institutions order by name_uk collate uk"


@lru_cache(maxsize=4)
def institution_names(release: "Release") -> Mapping[str, Text]:
    """Institution's id → name, in the order of the Ukrainian alphabet. A release never changes, so it is read once."""
    return MappingProxyType({str(key): Text(uk, en) for key, uk, en, _ in release.rows(View.PUBLIC, NAMES)[1]})


@lru_cache(maxsize=4)
def institution_areas(release: "Release") -> Mapping[str, str]:
    """Institution's id → the area (KATOTTG) it is in now."""
    return MappingProxyType({str(key): str(area or "") for key, _, _, area in release.rows(View.PUBLIC, NAMES)[1]})
