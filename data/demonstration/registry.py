"""The institutions as tables in the import format: what they are now, and what happened to them."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.demonstration.calibration import EPOCH, day_number
from data.demonstration.institutions import NEVER, Site
from data.demonstration.stocks import World

ORDER = ("opened", "stage", "ministry", "renamed", "relocated", "closed")
LAST_FOUNDING_YEAR = 1994


@dataclass
class Registry:
    """The registry while it is being written: one draft of `institutions` and a list of `institution_events`.

    `places`: raion and hromada of each.
    """

    world: World
    stock: npt.NDArray[np.int32]
    rng: np.random.Generator
    places: list[tuple[str, str]] = field(default_factory=list)
    events: list[tuple[str, date, str, str]] = field(default_factory=list)
    renamed: set[str] = field(default_factory=set)
    ministries: dict[str, str] = field(default_factory=dict)
    stages: dict[str, str] = field(default_factory=dict)

    def add(self, institution: str, on: date, event: str, value: str = "") -> None:
        """Write an event. Stages are remembered: the newest is the institution's."""
        self.events.append((institution, on, event, value))


def registry(
    world: World, stock: npt.NDArray[np.int32], rng: np.random.Generator, places: list[tuple[str, str]]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The frames `institutions` and `institution_events`, all text. `places`: raion and hromada of each institution."""
    draft = Registry(world, stock, rng, places)
    _change_ministries(draft)
    for identity, site in zip(world.institutions.ids, world.institutions.sites, strict=True):
        _life(draft, identity, site)
    _rename(draft)
    rows = [_row(draft, place) for place in range(len(world.institutions.sites))]
    note = world.calibration.part("words", "event_note")
    events = sorted(draft.events, key=lambda e: (e[0], e[1], ORDER.index(e[2]), e[3]))
    table = pd.DataFrame(events, columns=["institution_id", "on", "event", "value"])
    return pd.DataFrame(rows), table.assign(on=[day.isoformat() for day in table["on"]], note=note)


def _row(draft: Registry, place: int) -> dict[str, str]:
    world, site = draft.world, draft.world.institutions.sites[place]
    identity = world.institutions.ids[place]
    kind = world.calibration.types[site.kind]
    number = identity.rpartition("-")[2]
    words = world.calibration.part("words")
    name = "renamed" if identity in draft.renamed else "institution"
    most = int(draft.stock[:, place].sum(axis=1).max())
    opened = _opened(world, site, draft.rng)
    return {
        "institution_id": identity,
        "name_uk": words[f"{name}_uk"].format(number=number),
        "name_en": words[f"{name}_en"].format(number=number),
        "facility_type": kind.code,
        "ministry": draft.ministries.get(identity, kind.ministry),
        "ownership": _ownership(kind.ministry, draft.rng),
        "region": world.places.codes[site.area],
        "raion": draft.places[place][0],
        "hromada": draft.places[place][1],
        "latitude": "",
        "longitude": "",
        "capacity": str(max(5, 5 * round(most * (1.04 + 0.22 * draft.rng.random()) / 5 + 0.5))),
        "opened_on": opened,
        "closed_on": world.timeline.day(site.closes).isoformat() if site.closes != NEVER else "",
        "status": _status(site),
        "transformation_stage": draft.stages.get(identity, "PLAN_NONE"),
        "relocated_to": world.places.codes[site.moved_to] if site.moved_to >= 0 else "",
    }


def _opened(world: World, site: Site, rng: np.random.Generator) -> str:
    """The first day: the step's for those opened later, long ago or unknown for the others."""
    year, month = int(rng.integers(1946, LAST_FOUNDING_YEAR + 1)), int(rng.integers(1, 13))
    unknown = rng.random() < 0.35
    if site.opens:
        return (world.timeline.day(site.opens - 1) + timedelta(days=1)).isoformat()
    return "" if unknown else date(year, month, 1).isoformat()


def _ownership(ministry: str, rng: np.random.Generator) -> str:
    if ministry == "OTHER":
        return "private"
    return "state" if rng.random() < 0.06 else "communal"


def _status(site: Site) -> str:
    if site.lost:
        return "OCCUPIED"
    if site.closes != NEVER:
        return "REORGANISED" if site.pilot >= 0 or site.kind % 2 else "LIQUIDATED"
    return "EVACUATED_IN" if site.moved_to >= 0 else "OPERATING"


def _life(draft: Registry, identity: str, site: Site) -> None:
    """Opening, relocation, the stages of the reform, and closing."""
    timeline = draft.world.timeline
    if site.opens:
        draft.add(identity, timeline.day(site.opens - 1) + timedelta(days=1), "opened")
    if site.moved_on is not None:
        draft.add(identity, site.moved_on, "relocated", draft.world.places.codes[site.moved_to])
    closed = timeline.day(site.closes) if site.closes != NEVER else None
    for on, stage in _stages(draft, site, closed):
        draft.add(identity, on, "stage", stage)
        draft.stages[identity] = stage
    if closed is not None:
        draft.add(identity, closed, "closed")


def _stages(draft: Registry, site: Site, closed: date | None) -> list[tuple[date, str]]:
    """The stages an institution went through, by time."""
    if closed is not None and site.lost:
        return []
    if closed is not None:
        start = draft.world.calibration.part("pilot", "begins_on") if site.pilot >= 0 else closed - timedelta(days=183)
        before = [(start - timedelta(days=300), "ASSESSMENT"), (start - timedelta(days=120), "PLAN_APPROVED")]
        middle = closed - timedelta(days=100)
        return [*before, (start, "NO_NEW_ADMISSIONS"), (middle, "TRANSFORMING"), (closed, "CLOSED_TRANSFORMED")]
    reached: list[tuple[date, str]] = []
    since = draft.world.timeline.day(site.opens)
    for stage, first, last, share in draft.world.calibration.part("reform", "stages"):
        if draft.rng.random() >= share ** (0.5 if reached else 1.0):
            break
        since = max(since, _day_between(draft.rng, max(first, since), last)) if since < last else last
        reached.append((since, stage))
        since += timedelta(days=30)
    return reached


def _day_between(rng: np.random.Generator, first: date, last: date) -> date:
    low, high = day_number(first), max(day_number(first), day_number(last))
    return EPOCH + timedelta(days=int(rng.integers(low, high + 1)))


def _change_ministries(draft: Registry) -> None:
    """A few institutions pass to another ministry: events name the one before, on the first day, and the new one."""
    world = draft.world
    for code, ministry, day in world.calibration.part("reform", "ministry_changes"):
        fits = [
            identity
            for identity, site in zip(world.institutions.ids, world.institutions.sites, strict=True)
            if world.calibration.types[site.kind].code == code
            and site.opens == 0 and site.closes == NEVER and site.moves == NEVER and identity not in draft.ministries
        ]  # fmt: skip
        if not fits:
            continue
        identity = fits[int(draft.rng.integers(len(fits)))]
        before = next(kind.ministry for kind in world.calibration.types if kind.code == code)
        draft.ministries[identity] = ministry
        draft.add(identity, world.timeline.day(0), "ministry", before)
        draft.add(identity, day, "ministry", ministry)


def _rename(draft: Registry) -> None:
    """Rename institutions that go on as before: stage RENAMED_ONLY, nothing closes."""
    world, reform = draft.world, draft.world.calibration.part("reform")
    fits = [
        identity
        for identity, site in zip(world.institutions.ids, world.institutions.sites, strict=True)
        if world.calibration.types[site.kind].school and site.closes == NEVER and identity not in draft.stages
    ]
    number = max(1, round(reform["renamed_share"] * sum(world.per_site("school") > 0)))
    for identity in draft.rng.permutation(fits)[:number]:
        on = _day_between(draft.rng, reform["renamed_from"], reform["renamed_to"])
        site = world.institutions.sites[world.institutions.ids.index(identity)]
        on = max(on, world.timeline.day(site.opens) + timedelta(days=200))
        name = world.calibration.part("words", "renamed_uk").format(number=str(identity).rpartition("-")[2])
        draft.add(str(identity), on, "renamed", name)
        draft.add(str(identity), on, "stage", "RENAMED_ONLY")
        draft.renamed.add(str(identity))
        draft.stages[str(identity)] = "RENAMED_ONLY"
