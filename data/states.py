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
    """A remark on a value: it is a number, but read it with this in mind."""

    PARTIAL = "partial"
    PROVISIONAL = "provisional"
