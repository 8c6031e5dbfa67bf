"""Where each area stands in the rollout, and the quarters whose returns can be looked at."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from data.access import View

if TYPE_CHECKING:
    from data.warehouse.release import Release

ROLLOUT = 'select region, stage, "from", history_from from rollout order by region, "from"'
QUARTERS = "select distinct on_date from release_dates where kind = 'quarter' order by on_date"


@dataclass(frozen=True)
class Stage:
    """Where an area stands in the rollout since `since`; its data reach back to `history_from`."""

    area: str
    stage: str
    since: date | None
    history_from: date | None


def stages(release: "Release") -> tuple[Stage, ...]:
    """Every area's newest stage in the rollout that has begun by the release's last day, by area code."""
    newest: dict[str, Stage] = {}
    for area, stage, since, history in release.rows(View.PUBLIC, ROLLOUT)[1]:
        if since is None or since <= release.info.covers_to:
            newest[area] = Stage(area, stage, since, history)
    return tuple(newest.values())


def recent_quarters(release: "Release", number: int) -> tuple[date, ...]:
    """The last `number` quarter-ends of the release, oldest first."""
    return tuple(day for (day,) in release.rows(View.PUBLIC, QUARTERS)[1])[-number:]
