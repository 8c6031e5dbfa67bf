"""Invented answers for tests of looks: no database, all 27 areas, every state."""

from datetime import UTC, date, datetime

from data.filters import Every, Filters, Population
from data.indicators.catalogue import indicator
from data.indicators.model import Basis, Cell, Measured, ReleaseInfo, Unit
from data.policy import Milestone, Target
from data.states import Flag, State
from geo.countries import country
from geo.text import Lang, Text
from layouts.address import Address, Asked
from layouts.names import Names
from layouts.pages.overview import OverviewNumbers
from layouts.pages.overview_tiles import TILES

UA = country("ua")
NOW = date(2026, 9, 30)
RELEASE = ReleaseInfo("2026-09-30-r1", "ua", datetime(2026, 11, 12, tzinfo=UTC), NOW, True, "0" * 64)
STATES = {
    "UA-43": State.OCCUPIED,
    "UA-40": State.OCCUPIED,
    "UA-09": State.OCCUPIED,
    "UA-77": State.NOT_REPORTED,
    "UA-61": State.SUPPRESSED,
}
PARTIAL = {"UA-14", "UA-65"}
NAMES = Names(UA, {"facility_type": {"NRC": Text("навчально-реабілітаційний центр", "rehabilitation centre")}})


def cell(
    area: str, day: date, value: float | None, state: State = State.VALUE, *flags: Flag, unit=Unit.PER_100K
) -> Cell:
    """A stock's cell; the numerator as if 100,000 children lived there."""
    counted = unit in (Unit.CHILDREN, Unit.INSTITUTIONS)
    return Cell(area, day, day, (), value, value, None if counted or value is None else 100_000.0, state, flags)


def by_area(code: str = "children_in_institutions_rate", day: date = NOW, **where) -> Measured:
    """The 27 areas: values rising by 50 from 100, other states as STATES says."""
    one = indicator(code)
    cells = []
    for number, area in enumerate(UA.areas):
        state = STATES.get(area.iso, State.VALUE)
        flags = (Flag.PARTIAL,) if area.iso in PARTIAL else ()
        value = 100.0 + 50 * number if state is State.VALUE else None
        cells.append(cell(area.code, day, value, state, *(flags if value is not None else ()), unit=one.unit))
    filters = Filters(indicator=code, as_of=day, by=("area",)).choose(**where)
    return Measured(
        one, filters, RELEASE, tuple(cells), (cell("UA", day, 600.0, unit=one.unit),), (Basis(day, 22, 27, 0.96),)
    )


def series(
    code: str = "children_in_institutions", values: dict[int, float] | None = None, share: float = 0.96
) -> Measured:
    """The country's year-ends, the last one on NOW."""
    one = indicator(code)
    values = values or {
        2017: 99_900,
        2018: 95_000,
        2022: 60_000,
        2023: 55_000,
        2024: 50_000,
        2025: 45_000,
        2026: 40_000,
    }
    days = {year: NOW if year == NOW.year else date(year, 12, 31) for year in values}
    cells = tuple(cell("UA", days[year], float(value), unit=one.unit) for year, value in values.items())
    bases = tuple(Basis(day, 24, 27, share) for day in days.values())
    return Measured(one, Filters(indicator=code, every=Every.YEAR), RELEASE, cells, cells, bases)


def numbers(areas=None, **others) -> OverviewNumbers:
    """All the first page needs."""
    areas = areas or by_area()
    now = {
        code: Measured(
            indicator(code),
            Filters(indicator=code),
            RELEASE,
            (),
            (cell("UA", NOW, 40.0, unit=indicator(code).unit),),
            (),
        )
        for code in TILES
    }
    line = series()
    last = Measured(
        line.indicator, Filters(indicator="children_in_institutions"), RELEASE, (), line.whole[-1:], line.bases[-1:]
    )
    told = {
        "areas": areas,
        "history": areas,
        "trend": line,
        "trend_now": last,
        "operating": now["institutions_closed"],
        "tiles": {code: (series(code, {2017: 80, 2025: 50, 2026: 40}), now[code]) for code in TILES},
        "reached": {date(2017, 12, 31): 7_000_000.0, NOW: 6_000_000.0},
        "targets": TARGETS,
        "milestones": MILESTONES,
        "published": (),
    }
    return OverviewNumbers(**(told | others))


def asked(lang: Lang = Lang.UK, filters: Filters | None = None, notices=(), **place) -> Asked:
    """A reader of the first page."""
    filters = filters or Filters()
    return Asked(Address("/", filters, lang, **place), indicator(filters.indicator), RELEASE, NAMES, tuple(notices))


TARGETS = (
    Target(
        "A",
        "children_in_institutions_share",
        Population.ALL,
        False,
        1.5,
        date(2017, 12, 31),
        0.5,
        date(2026, 12, 31),
        Text("ціль А", "target A"),
        "s",
    ),
    Target(
        "B",
        "children_in_institutions",
        Population.ALL,
        True,
        None,
        date(2023, 12, 31),
        -30.0,
        date(2028, 12, 31),
        Text("ціль Б", "target B"),
        "s",
    ),
)
MILESTONES = (
    Milestone("m1", date(2017, 8, 9), Text("до початку", "too early"), Text("до", "early"), "policy"),
    Milestone(
        "m2",
        date(2022, 2, 24),
        Text("Вторгнення, повна назва", "Invasion in full"),
        Text("Вторгнення", "Invasion"),
        "event",
    ),
    Milestone("m3", date(2022, 2, 24), Text("Розрив", "Break"), Text("Розрив", "Break"), "break"),
)
