"""What the explorer shows: one question, its answers by name, and what can be asked next."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from data.annotations import Closure
from data.errors import PortalError
from data.filters import Filters
from data.indicators.model import Basis, Cell, Indicator, Measured
from data.policy import Milestone
from data.tables.emptied import Way
from geo.shapes import Shapes
from geo.text import Lang
from layouts.address import Address, Asked
from layouts.names import Names

Answer = Measured | PortalError
VIEWS = ("trend", "map", "ranking", "composition", "multiples", "pyramid", "compare", "table")
MODES = ("dates", "country", "neighbours")


@dataclass(frozen=True)
class Explored:
    """All that the page shows.

    `answers` by name: "main" is the view's own question, others are named by the view. `addable`: breakdowns that can
    still be asked for. `days`: the dates of the yearly series. `ways`: which filter left nothing, if none is left.
    `sizes`: children living in each area; `living`: the same by age and sex, in the area asked about. `tiles`: the
    place of each area in the grid. `codes`: what each dimension can be filtered by. `peers`: areas of like size.
    """

    asked: Asked
    view: str
    answers: Mapping[str, Answer]
    indicators: tuple[Indicator, ...]
    shapes: Shapes
    tiles: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    addable: frozenset[str] = frozenset()
    days: tuple[date, ...] = ()
    ways: tuple[Way, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    closures: tuple[Closure, ...] = ()
    sizes: Mapping[str, int] = field(default_factory=dict)
    living: Mapping[tuple[str, str], int] = field(default_factory=dict)
    peers: tuple[str, ...] = ()
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def main(self) -> Answer:
        """The answer to the view's own question."""
        return self.answers["main"]

    @property
    def lang(self) -> Lang:
        """The language of the page."""
        return self.asked.lang

    @property
    def names(self) -> Names:
        """What codes are called."""
        return self.asked.names

    @property
    def indicator(self) -> Indicator:
        """The indicator asked for."""
        return self.asked.indicator

    @property
    def filters(self) -> Filters:
        """The question in the address."""
        return self.asked.filters

    @property
    def address(self) -> Address:
        """The place, with the filters as they are answered."""
        return self.asked.address

    @property
    def breaks(self) -> tuple[date, ...]:
        """Days after which series do not go on."""
        return self.names.country.break_dates

    @property
    def area(self) -> str:
        """The one area asked about; the country's code when there is none or there are several."""
        chosen = self.filters.chosen("area")
        return chosen[0] if len(chosen) == 1 else self.names.country.iso

    def link(self, code: str) -> str:
        """The profile of an area, with the reader's filters."""
        plain = replace(self.address, filters=self.filters.choose(area=()))
        return plain.to(f"/regions/{self.names.country.area(code).iso}")


def basis_of(answer: Answer) -> Basis | None:
    """What the country's last figure rests on."""
    return answer.bases[-1] if isinstance(answer, Measured) and answer.bases else None


def whole_of(answer: Answer) -> Cell | None:
    """The country's last cell of an answer."""
    return answer.whole[-1] if isinstance(answer, Measured) and answer.whole else None


def fits(view: str, indicator: Indicator) -> bool:
    """Whether an indicator can be shown so: parts need a count, a pyramid needs age and sex."""
    parts = [dimension for dimension in indicator.breakdowns if dimension != "area"]
    if view == "composition":
        return indicator.additive and bool(parts)
    if view == "pyramid":
        return indicator.additive and {"age", "sex"} <= set(parts)
    return True
