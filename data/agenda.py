"""What policy has promised and what has happened: targets and dated milestones, as the release holds them."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from data.access import View
from geo.text import Text

if TYPE_CHECKING:
    from data.warehouse.release import Release

TARGETS = """
    select target_code, indicator, population, basis, baseline_value, baseline_on, target_value, target_on, unit,
           label_uk, label_en, source, url, note
    from targets order by target_on nulls last, target_code
"""
MILESTONES = 'select "on", kind, label_uk, label_en, source, url from milestones order by "on", milestone_code'


@dataclass(frozen=True)
class Target:
    """One promise. Only one with `value`, `due` and `indicator` has a pathway; `relative`: value is a change in %."""

    code: str
    indicator: str
    population: str
    relative: bool
    baseline: float | None
    baseline_on: date | None
    value: float | None
    due: date | None
    unit: str
    label: Text
    source: str
    url: str
    note: str

    @property
    def drives(self) -> bool:
        """Whether charts can draw a pathway to it."""
        return bool(self.indicator) and self.value is not None and self.due is not None


@dataclass(frozen=True)
class Milestone:
    """A dated decision, event or break in series (`kind`: policy, event, break)."""

    on: date
    kind: str
    label: Text
    source: str
    url: str


def targets(release: "Release") -> tuple[Target, ...]:
    """All targets, the soonest due first."""
    return tuple(_target(row) for row in release.rows(View.PUBLIC, TARGETS)[1])


def milestones(release: "Release") -> tuple[Milestone, ...]:
    """All milestones, the earliest first."""
    rows = release.rows(View.PUBLIC, MILESTONES)[1]
    return tuple(
        Milestone(on, kind or "", Text(uk=uk or en, en=en or uk), source or "", url or "")
        for on, kind, uk, en, source, url in rows
    )


def _target(row: tuple[object, ...]) -> Target:
    code, indicator, population, basis, baseline, since, value, due, unit, uk, en, source, url, note = row
    return Target(
        code=str(code), indicator=str(indicator or ""), population=str(population or ""), relative=basis == "relative",
        baseline=_number(baseline), baseline_on=since if isinstance(since, date) else None, value=_number(value),
        due=due if isinstance(due, date) else None, unit=str(unit or ""),
        label=Text(uk=str(uk or en or ""), en=str(en or uk or "")), source=str(source or ""), url=str(url or ""),
        note=str(note or ""),
    )  # fmt: skip


def _number(value: object) -> float | None:
    return None if value is None or value == "" else float(str(value))
