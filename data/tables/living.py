"""Children living in areas, as the release's population says: for pyramids, and to find areas of like size."""

from collections.abc import Iterable, Mapping
from datetime import date
from math import log
from typing import TYPE_CHECKING

from data.indicators.facts import facts

if TYPE_CHECKING:
    from data.warehouse.release import Release


def sizes(release: "Release", day: date) -> Mapping[str, int]:
    """Area → children 0–17 living there at the newest count up to `day`; areas that were never counted are left out."""
    known = facts(release)
    found = {area: known.children(area, day) for area in known.areas}
    return {area: children for area, children in found.items() if children}


def by_age_and_sex(
    release: "Release", day: date, areas: Iterable[str], ages: Iterable[str], sexes: Iterable[str]
) -> Mapping[tuple[str, str], int]:
    """(age, sex) → children living in these areas together; nothing where one of them was not counted."""
    known, areas, ages, sexes = facts(release), tuple(areas), tuple(ages), tuple(sexes)
    found = {}
    for age in ages:
        for sex in sexes:
            counts = [known.children(area, day, (age,), (sex,)) for area in areas]
            if counts and None not in counts:
                found[age, sex] = sum(count or 0 for count in counts)
    return found


def neighbours(area: str, known: Mapping[str, int], number: int = 5) -> tuple[str, ...]:
    """The areas nearest to `area` in size (by ratio), the nearest first; none when its own size is not known."""
    if not known.get(area):
        return ()
    others = (other for other in known if other != area)
    return tuple(sorted(others, key=lambda other: (abs(log(known[other] / known[area])), other))[:number])
