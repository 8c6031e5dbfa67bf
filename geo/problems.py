"""What can be wrong with a country pack, one finding at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Weight(StrEnum):
    """ERROR: the pack may not be used like this. WARNING: it may, but somebody should look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class PackProblem:
    """One finding. `at` is the row (CSV, the heading being 1) or feature (from 1) of `file`, None: the whole file.

    `key` names the sentences `pack.problem.<key>` and `pack.remedy.<key>` in layouts/words; `told` fills them,
    a Text in it with the reader's language.
    """

    file: str
    at: int | None
    key: str
    told: Mapping[str, object] = field(default_factory=dict)
    weight: Weight = Weight.ERROR


@dataclass(frozen=True)
class PackReport:
    """All findings; and of each level that was looked at its code, places and features (None: it has no layer)."""

    problems: tuple[PackProblem, ...]
    levels: tuple[tuple[str, int, int | None], ...] = ()

    @property
    def errors(self) -> tuple[PackProblem, ...]:
        """The findings that forbid using the pack."""
        return tuple(one for one in self.problems if one.weight is Weight.ERROR)
