"""What stands beside a line over time: milestones, breaks and closures, each only where it concerns what is counted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from data.access import View
from data.filters import Filters
from data.indicators.model import Indicator
from data.indicators.question import RELATIONS, read_by
from data.policy import Milestone, milestones
from geo.text import Text

if TYPE_CHECKING:
    from data.warehouse.release import Release

CLOSURES = """
    select closures.institution_id, name_uk, coalesce(name_en, name_uk), on_date, closures.area, closures.ministry,
        closures.type
    from closures join institutions using (institution_id) order by on_date, closures.institution_id
"""


@dataclass(frozen=True)
class Closure:
    """An institution that closed for good on a day, where and whose it was then. A renaming is none."""

    institution: str
    name: Text
    on: date
    area: str
    ministry: str
    type: str


@dataclass(frozen=True)
class Annotations:
    """What concerns one line: `milestones` (of kind break where it does not go on), `closures`; both oldest first."""

    milestones: tuple[Milestone, ...] = ()
    closures: tuple[Closure, ...] = ()


def annotations(
    release: "Release", indicator: Indicator, filters: Filters, owner_of: Mapping[str, str], area: str = ""
) -> Annotations:
    """What concerns the line of an indicator for the whole country (`area` empty) or an area, as `filters` narrow it.

    `owner_of`: a type's usual ministry. An annotation of an area stands on that area's lines alone; one of a ministry
    or type on lines that count institutions or the children in them and do not leave these out; closures likewise.
    """
    told = _Line(indicator, filters, owner_of)
    return Annotations(
        tuple(one for one in milestones(release) if one.area in ("", area) and told.counts(one.ministry, one.type)),
        tuple(
            one for one in _closures(release)
            if told.by_institution and area in ("", one.area) and told.counts(one.ministry, one.type)
        ),
    )  # fmt: skip


def between(found: Iterable[Closure], since: date | None, until: date) -> tuple[Closure, ...]:
    """The closures after one day (None: ever) up to another."""
    return tuple(one for one in found if (since is None or one.on > since) and one.on <= until)


class _Line:
    """What a line counts."""

    def __init__(self, indicator: Indicator, filters: Filters, owner_of: Mapping[str, str]) -> None:
        self.ministries, self.types = filters.chosen("ministry"), filters.chosen("type")
        self.owners = {owner_of.get(code, code) for code in self.types}
        self.by_institution = any("type" in RELATIONS[name].dimensions for name in read_by(indicator.sql))

    def counts(self, ministry: str, type_: str) -> bool:
        """Whether something of this ministry and type (empty: of all) is among what is counted."""
        if not ministry and not type_:
            return True
        mine = not self.ministries or not ministry or ministry in self.ministries
        same = not self.types or (type_ in self.types if type_ else ministry in self.owners)
        return self.by_institution and mine and same


@lru_cache(maxsize=8)
def _closures(release: "Release") -> tuple[Closure, ...]:
    return tuple(
        Closure(str(code), Text(str(uk), str(en)), on, str(area), str(ministry), str(type_))
        for code, uk, en, on, area, ministry, type_ in release.rows(View.PUBLIC, CLOSURES, {})[1]
        if isinstance(on, date)
    )
