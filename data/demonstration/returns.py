"""The institutions' quarterly head-counts, by the same rules as the stock, with a few that never came."""

from datetime import date

import numpy as np
import pandas as pd

from data.demonstration.calibration import Flags, Ints, day_number
from data.demonstration.circumstances import LEGAL, MODES
from data.demonstration.ledger import NONE, Ledger
from data.demonstration.people import YES
from data.demonstration.stocks import World
from data.demonstration.timeline import MONTH_STARTS, quarter_ends

COUNTS = ("children", "round_the_clock", "weekly", "day", "under_3", "with_disability", "with_status")


def returns(world: World, ledger: Ledger, rng: np.random.Generator) -> pd.DataFrame:
    """The frame `returns`: one row an institution and quarter since its area went live in the rollout."""
    begins, ends = world.calibration.part("begins_on"), world.calibration.covers_to
    frames = [_quarter(world, ledger, quarter, rng) for quarter in quarter_ends(begins, ends)]
    return pd.concat([frame for frame in frames if len(frame)], ignore_index=True)


def _quarter(world: World, ledger: Ledger, quarter: date, rng: np.random.Generator) -> pd.DataFrame:
    owing = _owing(world, quarter)
    kept = owing[~_missing(world, owing, quarter, rng)]
    counts = head_counts(world, ledger, day_number(quarter))
    staff = np.ceil(counts["children"] * world.calibration.part("returns", "staff_per_child") + 6).astype(int)
    frame = pd.DataFrame({"institution_id": np.array(world.institutions.ids, dtype=object)[kept]})
    frame["as_of"] = quarter.isoformat()
    for name in COUNTS:
        frame[name] = counts[name][kept]
    return frame.assign(staff=staff[kept])


def _owing(world: World, quarter: date) -> Ints:
    """Sites that operate on the quarter's last day in an area that is live."""
    step = world.timeline.index(quarter)
    live = np.array([start is not None and start <= quarter for start in world.places.live_from])
    operating = np.array([site.opens <= step < site.closes for site in world.institutions.sites])
    return np.flatnonzero(operating & live[world.area[step]])


def _missing(world: World, owing: Ints, quarter: date, rng: np.random.Generator) -> Flags:
    """Returns that never came: a few everywhere, and all of one area for the newest quarter.

    No area loses so many that its quarter would be provisional before the newest year.
    """
    part = world.calibration.part("returns")
    area = world.area[world.timeline.index(quarter)][owing]
    missing = rng.random(len(owing)) < part["missing"]
    if quarter.year < part["silent_on"].year:
        number = len(world.places.codes)
        share = np.bincount(area, missing, number) / np.maximum(np.bincount(area, minlength=number), 1)
        missing &= (share < 0.09)[area]
    if quarter == part["silent_on"]:
        missing |= area == world.places.number(part["silent_area"])
    return np.asarray(missing)


def head_counts(world: World, ledger: Ledger, day: int) -> dict[str, Ints]:
    """Head-counts of every site on a day (days since 1970), by the names of COUNTS."""
    table, children = ledger.stays, ledger.children
    birth = children["birth"][table["child"]]
    staying = (table["left"] == NONE) | (table["left"] > day)
    rows = np.flatnonzero((table["admitted"] <= day) & staying & (MONTH_STARTS[birth + 216] > day))
    sites, mode, legal = table["site"][rows], table["mode"][rows], table["legal"][rows]
    marks = {
        "children": np.ones(len(rows), bool),
        "round_the_clock": mode < MODES.index("STAY_5D"),
        "weekly": mode == MODES.index("STAY_5D"),
        "day": mode == MODES.index("STAY_DAY"),
        "under_3": MONTH_STARTS[birth[rows] + 36] > day,
        "with_disability": children["disability"][table["child"][rows]] == YES,
        "with_status": legal <= LEGAL.index("DEPRIVED"),
    }
    number = len(world.institutions.sites)
    return {name: np.bincount(sites[mark], minlength=number) for name, mark in marks.items()}
