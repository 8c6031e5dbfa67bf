"""Institutions like one another: of the same type, those of the same area first, then those nearest in size. Pure."""

from collections.abc import Iterable

from data.register import Entry

SHOWN = 8


def neighbours(entry: Entry, register: Iterable[Entry]) -> tuple[Entry, ...]:
    """Up to SHOWN others of the type at work: those of the area first, in either group the nearest in size first."""
    alike = (one for one in register if one.type == entry.type and one.operating and one.id != entry.id)
    own = _size(entry)
    return tuple(sorted(alike, key=lambda one: (one.area != entry.area, abs(_size(one) - own), one.order))[:SHOWN])


def _size(entry: Entry) -> int:
    """Children where they are known, else where the band of places begins."""
    if entry.children is not None:
        return entry.children
    return int(entry.capacity_band.rstrip("+").split("-")[0]) if entry.capacity_band else 0
