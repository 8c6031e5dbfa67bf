"""Why a cell has no value, and what may be remarked on one that has."""

from enum import StrEnum


class State(StrEnum):
    """What a cell is. Exactly one; every state but VALUE means that there is no number."""

    VALUE = "value"
    NOT_REPORTED = "not_reported"
    NOT_DUE = "not_due"
    SUPPRESSED = "suppressed"
    NOT_APPLICABLE = "not_applicable"
    OCCUPIED = "occupied"
    NOT_LIVE = "not_live"


class Flag(StrEnum):
    """A remark on a value: it is a number, but read it with this in mind.

    EXACT: neither rounded nor hidden, because it lies inside what this reader may see, while others of the answer do
    not. Nobody whose scope is everything or nothing gets it: there is no border to mark.
    """

    PARTIAL = "partial"
    PROVISIONAL = "provisional"
    EXACT = "exact"


COVERAGE = (Flag.PARTIAL, Flag.PROVISIONAL)
"""The remarks on what a number covers; the other is about who reads it."""


class Reach(StrEnum):
    """How far exact numbers reach for this reader: NOWHERE (what everybody sees), INSIDE a scope, or EVERYWHERE."""

    NOWHERE = "nowhere"
    INSIDE = "inside"
    EVERYWHERE = "everywhere"
