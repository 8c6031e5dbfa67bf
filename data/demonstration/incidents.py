"""Invented reports of abuse and nil returns, so that the figures about them can be tried. Nothing was calibrated to."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from data.demonstration.calibration import DatedPath, Flags, Floats, Ints, day_number
from data.demonstration.ledger import Ledger
from data.demonstration.returns import head_counts
from data.demonstration.stocks import World
from data.demonstration.timeline import month_ends, quarter_ends


def incidents(world: World, ledger: Ledger, rng: np.random.Generator) -> pd.DataFrame:
    """The frame `incidents`: one row a report, drawn quarter by quarter from the children in each institution."""
    part = world.calibration.part("incidents")
    proneness = rng.gamma(part["spread"], 1 / part["spread"], len(world.institutions.sites))
    proneness[rng.random(len(proneness)) < part["never"]] = 0.0
    rate = DatedPath.of(part["rate"])
    sites, days = [], []
    for quarter in quarter_ends(part["begins_on"], world.calibration.covers_to):
        end = day_number(quarter)
        expected = head_counts(world, ledger, end)["children"] * float(rate.at([end])[0]) / 1000 / 4
        number = rng.poisson(expected * proneness * ~world.institutions.lost)
        where = np.repeat(np.arange(len(number)), number)
        sites.append(where)
        days.append(end - rng.integers(0, 90, len(where)))
    order = np.argsort(np.concatenate(days), kind="stable")
    return _frame(world, part, np.concatenate(sites)[order], np.concatenate(days)[order], rng)


def nil_returns(world: World, reports: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The frame `nil_returns`: months without a report of which the institution said so; some never say anything."""
    part = world.calibration.part("incidents", "nil_returns")
    mute = rng.random(len(world.institutions.sites)) < part["never"]
    told = set(zip(reports["institution_id"], reports["reported_on"].str[:7], strict=True))
    rows = []
    for end in month_ends(part["begins_on"], world.calibration.covers_to):
        there = _there(world, end) & ~mute & (rng.random(len(mute)) < part["handed_in"])
        named = (world.institutions.ids[site] for site in np.flatnonzero(there))
        rows += [(identity, f"{end:%Y-%m}") for identity in named if (identity, f"{end:%Y-%m}") not in told]
    return pd.DataFrame(rows, columns=["institution_id", "month"])


def _frame(world: World, part: dict[str, Any], sites: Ints, days: Ints, rng: np.random.Generator) -> pd.DataFrame:
    number = len(sites)
    last = day_number(world.calibration.covers_to)
    in_time = rng.random(number) < DatedPath.of(part["told_in_time"]).at(days)
    closed = days + 7 + rng.exponential(45, number).astype(np.int64)
    done = closed <= last
    outcome = np.where(done, _drawn(part["outcomes"], number, rng), "")
    areas = np.array(world.places.codes, dtype=object)
    return pd.DataFrame(
        {
            "incident_id": [f"REPORT-{one:05d}" for one in range(1, number + 1)],
            "institution_id": np.array(world.institutions.ids, dtype=object)[sites],
            "region": [areas[_area(world, site, day)] for site, day in zip(sites, days, strict=True)],
            "reported_on": _iso(days),
            "occurred_on": np.where(
                rng.random(number) < part["day_unknown"], "", _iso(days - _delays(part, number, rng))
            ),
            "kind": _drawn(part["kinds"], number, rng),
            "alleged": _drawn(part["alleged"], number, rng),
            "notified_in_time": np.where(in_time, "yes", "no"),
            "action_hours": rng.exponential(6, number).round(1),
            "outcome": outcome,
            "closed_on": np.where(done, _iso(closed), ""),
        }
    )


def _drawn(shares: dict[str, float], number: int, rng: np.random.Generator) -> np.ndarray[Any, Any]:
    weights: Floats = np.array(list(shares.values()), dtype=float)
    return rng.choice(np.array(list(shares)), number, p=weights / weights.sum())


def _delays(part: dict[str, Any], number: int, rng: np.random.Generator) -> Ints:
    """Days from the event to the report."""
    weights = np.array([share for _, _, share in part["delays"]], dtype=float)
    bucket = rng.choice(len(weights), number, p=weights / weights.sum())
    least, most = (np.array([row[place] for row in part["delays"]])[bucket] for place in (0, 1))
    return np.asarray(least + (rng.random(number) * (most - least + 1)).astype(np.int64))


def _area(world: World, site: int, day: int) -> int:
    """The place of the area in which the institution stood on a day."""
    step = min(int(np.searchsorted(world.timeline.days, day)), len(world.timeline.days) - 1)
    return int(world.area[step][site])


def _there(world: World, day: date) -> Flags:
    step = world.timeline.index(day)
    return np.array([site.opens <= step < site.closes and not site.lost for site in world.institutions.sites])


def _iso(days: Ints) -> np.ndarray[Any, Any]:
    return np.asarray(pd.to_datetime(days, unit="D").strftime("%Y-%m-%d"), dtype=object)
