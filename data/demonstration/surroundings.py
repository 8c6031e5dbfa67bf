"""What surrounds the institutions: children in family-based care, community services, children of the areas."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from data.demonstration.calibration import EPOCH, DatedPath, Floats, Ints, day_number
from data.demonstration.stocks import World
from data.demonstration.timeline import quarter_ends


def family_care(world: World, rng: np.random.Generator) -> pd.DataFrame:
    """The frame `family_care`: one row an area, quarter and form; nothing from an area once contact was lost."""
    part = world.calibration.part("family")
    forms = [form for form in part if form != "children_per_family"]
    tilt = {form: np.exp(rng.normal(0, 0.22, len(world.places.codes))) for form in forms}
    frames = []
    for quarter in quarter_ends(world.calibration.part("counted_on")[0], world.calibration.covers_to):
        weights = _reachable(world, quarter, _children(world, quarter))
        for form in forms:
            total = float(world.calibration.path("family", form).at([day_number(quarter)])[0]) * world.calibration.scale
            numbers = spread(round(total), weights * tilt[form])
            families = np.ceil(numbers / part["children_per_family"][form]).astype(int)
            frame = pd.DataFrame({"region": world.places.codes, "as_of": quarter.isoformat(), "care_form": form})
            frames.append(frame.assign(children=numbers, families=families)[weights > 0])
    return pd.concat(frames, ignore_index=True)


def services(world: World, rng: np.random.Generator) -> pd.DataFrame:
    """The frame `services`: community services opened since the reform began, more every year."""
    part, words = world.calibration.part("services"), world.calibration.part("words")
    weights = _reachable(world, world.calibration.covers_to, _children(world, world.calibration.covers_to))
    scale = world.calibration.institution_scale
    total = round(float(part["per_hundred_thousand"]) * weights.sum() / 1e5 * max(scale, 0.3))
    areas = np.repeat(np.arange(len(weights)), np.maximum(spread(total, weights), weights > 0))
    kinds = np.array(list(part["types"]))
    drawn = rng.choice(kinds, len(areas), p=_shares(np.array(list(part["types"].values()), dtype=float)))
    first, last = day_number(part["begins_on"]), day_number(world.calibration.covers_to)
    since = {kind: day_number(day) for kind, day in part["pilot_since"].items()}
    starts = np.array([max(first, since.get(kind, first)) for kind in drawn])
    opened = starts + ((last - starts) * np.sqrt(rng.random(len(areas)))).astype(np.int64)
    capacity = 5 * rng.integers(2, 17, len(areas))
    used = np.floor(capacity * rng.uniform(0.45, 1.0, len(areas))).astype(int)
    gone = (rng.random(len(areas)) < 0.04) & (opened < last - 700)
    return pd.DataFrame(
        {
            "service_id": [f"SERVICE-{number:04d}" for number in range(1, len(areas) + 1)],
            "service_type": drawn,
            "region": np.array(world.places.codes)[areas],
            "hromada": "",
            "provider": [words["provider"].format(number=number) for number in range(1, len(areas) + 1)],
            "capacity": capacity,
            "places_used": used,
            "opened_on": [_iso(day) for day in opened],
            "closed_on": [_iso(day + 540) if end else "" for day, end in zip(opened, gone, strict=True)],
        }
    )


def population(world: World) -> pd.DataFrame:
    """The frame `population`: the published day as published, the other years an invented smooth extension of it."""
    part = world.calibration.part("population")
    frames = []
    for year in range(part["begins_year"], part["ends_year"] + 1):
        day = date(year, 1, 1)
        table = _population_on(world, day)
        invented = world.calibration.part("words", "population_source")
        source = part["published_source"] if day == part["published_on"] else invented
        for (band, sex), children in table.items():
            frame = pd.DataFrame({"region": world.places.codes, "as_of": day.isoformat(), "age_band": band, "sex": sex})
            frames.append(frame.assign(children=children, source=source))
    return pd.concat(frames, ignore_index=True).sort_values(["as_of", "region", "age_band", "sex"], kind="stable")


def spread(total: int, weights: Floats) -> Ints:
    """Whole numbers in proportion to the weights that add up to `total` (largest remainders)."""
    exact = total * _shares(weights)
    whole = np.floor(exact).astype(np.int64)
    order = np.argsort(whole - exact, kind="stable")
    whole[order[: total - int(whole.sum())]] += 1
    return whole


def _population_on(world: World, day: date) -> dict[tuple[str, str], Ints]:
    """Children per (age band, sex) and area. Areas follow their control factor, bands their paths, then the total."""
    published = world.places.population
    part = world.calibration.part("population")
    if day == part["published_on"]:
        return {key: children.astype(np.int64) for key, children in published.items()}
    number = day_number(day)
    control = np.ones(len(world.places.codes))
    for code in part["under_control"]:
        control[world.places.number(code)] = DatedPath.of(part["under_control"][code]).at([number])[0]
    bands = {band: float(DatedPath.of(part["bands"][band]).at([number])[0]) for band in part["bands"]}
    raw = {(band, sex): children * control * bands.get(band, 1.0) for (band, sex), children in published.items()}
    total = float(DatedPath.of(part["total"]).at([number])[0])
    flat = spread(round(total), np.concatenate(list(raw.values())))
    return dict(zip(raw, np.split(flat, len(raw)), strict=True))


def _children(world: World, day: date) -> Floats:
    """Children per area at the start of the day's year."""
    year = min(day.year, world.calibration.part("population", "ends_year"))
    return np.asarray(sum(_population_on(world, date(year, 1, 1)).values()), dtype=float)


def _reachable(world: World, day: date, weights: Floats) -> Floats:
    """The weights without the area with which contact is lost by `day`."""
    part = world.calibration.part("disruption")
    if day > part["settled_on"]:
        weights[world.places.number(part["lost"])] = 0
    return weights


def _shares(weights: Floats) -> Floats:
    return np.asarray(weights / weights.sum())


def _iso(day: int) -> str:
    return (EPOCH + timedelta(days=int(day))).isoformat()
