"""When institutions operate and close; renamings; relocations; why an area has no numbers."""

from datetime import date

from tests.data.register import AREA, OTHER_AREA
from tests.data.warehouse.counting import counted


def lines(sql: str, **tables: object) -> list[tuple[object, ...]]:
    with counted(**tables) as connection:  # type: ignore[arg-type]
        return connection.execute(sql).fetchall()


PERIODS = (
    "select area, ministry, from_date, until_date from internal.institution_periods order by institution_id, from_date"
)
CLOSURES = "select institution_id, area, on_date from internal.closures"
OPENED = date(1990, 9, 1)


def test_open_and_closed() -> None:
    closed = {"closed_on": date(2020, 2, 1), "status": "LIQUIDATED"}
    assert lines(PERIODS, institutions=[closed]) == [(AREA, "MES", OPENED, date(2020, 2, 1))]
    assert lines(CLOSURES, institutions=[closed]) == [("I1", AREA, date(2020, 2, 1))]
    assert lines(CLOSURES, institutions=[{}]) == []


def test_a_closing_after_the_last_day_is_not_known_yet() -> None:
    assert lines(PERIODS, institutions=[{"closed_on": date(2020, 7, 1)}]) == [(AREA, "MES", OPENED, None)]
    assert lines(CLOSURES, institutions=[{"closed_on": date(2020, 7, 1)}]) == []
    assert lines(PERIODS, institutions=[{"opened_on": date(2020, 7, 1)}]) == []


def test_only_renamed_closes_nothing() -> None:
    renamed = {"closed_on": date(2020, 2, 1), "transformation_stage": "RENAMED_ONLY"}
    assert lines(PERIODS, institutions=[renamed]) == [(AREA, "MES", OPENED, None)]
    assert lines(CLOSURES, institutions=[renamed]) == []


def test_a_new_name_with_its_own_row_takes_over() -> None:
    old = {"closed_on": date(2020, 2, 1)}
    new = {"institution_id": "I2", "opened_on": date(2020, 2, 1)}
    event = {"on": date(2020, 2, 1), "event": "renamed", "value": "I2"}
    tables = {"institutions": [old, new], "institution_events": [event]}
    assert lines(PERIODS, **tables) == [(AREA, "MES", OPENED, date(2020, 2, 1)), (AREA, "MES", date(2020, 2, 1), None)]
    assert lines(CLOSURES, **tables) == []


def test_a_closing_told_by_an_event_alone() -> None:
    event = {"on": date(2020, 2, 1), "event": "closed"}
    assert lines(CLOSURES, institutions=[{}], institution_events=[event]) == [("I1", AREA, date(2020, 2, 1))]


def test_relocation_and_change_of_ministry_cut_the_period() -> None:
    events = [{"on": date(2020, 3, 1), "event": "relocated", "value": OTHER_AREA},
              {"on": date(2020, 5, 1), "event": "ministry", "value": "MSP"}]  # fmt: skip
    assert lines(PERIODS, institutions=[{}], institution_events=events) == [
        (AREA, "MES", OPENED, date(2020, 3, 1)),
        (OTHER_AREA, "MES", date(2020, 3, 1), date(2020, 5, 1)),
        (OTHER_AREA, "MSP", date(2020, 5, 1), None),
    ]
    assert lines(PERIODS, institutions=[{"relocated_to": OTHER_AREA}]) == [(OTHER_AREA, "MES", OPENED, None)]


STATES = f"""select from_date, until_date, state, partial, provisional from internal.area_states
             where area = '{AREA}' order by from_date"""
BEGINNING = date(1900, 1, 1)
LIVE = {"region": AREA, "from": date(2019, 12, 31), "history_from": date(2019, 1, 1)}


def test_not_live_then_value() -> None:
    assert lines(STATES, rollout=[LIVE], placements=[{}], institutions=[{}]) == [
        (BEGINNING, date(2019, 1, 1), "not_live", False, False), (date(2019, 1, 1), None, "value", False, False),
    ]  # fmt: skip
    assert lines(STATES, rollout=[{**LIVE, "from": date(2020, 7, 1)}], placements=[{}], institutions=[{}]) == [
        (BEGINNING, None, "not_live", False, False)
    ]


def test_occupation_comes_first_and_partial_is_only_a_remark() -> None:
    status = [{"region": AREA, "from": date(2019, 3, 1), "to": date(2019, 5, 1), "status": "OCCUPIED"},
              {"region": AREA, "from": date(2019, 5, 1), "status": "PARTIAL"}]  # fmt: skip
    assert lines(STATES, rollout=[LIVE], placements=[{}], institutions=[{}], territory_status=status) == [
        (BEGINNING, date(2019, 1, 1), "not_live", False, False),
        (date(2019, 1, 1), date(2019, 3, 1), "value", False, False),
        (date(2019, 3, 1), date(2019, 5, 1), "occupied", False, False),
        (date(2019, 5, 1), None, "value", True, False),
    ]


def test_returns_owed_and_not_handed_in() -> None:
    places = [{"institution_id": f"I{number}"} for number in range(10)]
    december = [{"institution_id": f"I{number}", "as_of": date(2019, 12, 31)} for number in range(10)]
    march = [{"institution_id": f"I{number}", "as_of": date(2020, 3, 31)} for number in range(8)]
    stays = [{"institution_id": "I0"}]
    found = lines(STATES, rollout=[LIVE], placements=stays, institutions=places, returns=[*december, *march])
    assert found[1:] == [
        (date(2019, 1, 1), date(2020, 3, 31), "value", False, False),
        (date(2020, 3, 31), date(2020, 6, 30), "value", False, True),
        (date(2020, 6, 30), None, "not_reported", False, False),
    ]


def test_without_a_register_nobody_has_reported() -> None:
    assert lines(STATES, rollout=[LIVE], institutions=[{}])[-1] == (
        date(2019, 1, 1), None, "not_reported", False, False,
    )  # fmt: skip


def test_the_calendar() -> None:
    kinds = dict(lines("select on_date, kind from internal.release_dates"))
    assert kinds[date(2019, 1, 31)] == "month"
    assert kinds[date(2019, 3, 31)] == "quarter"
    assert max(kinds) == date(2020, 6, 30)
    periods = set(lines("select from_date, to_date, kind from internal.flow_periods"))
    assert (date(2020, 4, 1), date(2020, 6, 30), "quarter") in periods
    assert (date(2019, 7, 1), date(2020, 6, 30), "twelve_months") in periods
    assert (date(2020, 1, 1), date(2020, 6, 30), "to_date") in periods


def test_children_of_an_institution_and_bands_over_time() -> None:
    stays = [{"birth_month": "2013-03", "admitted_on": date(2019, 1, 1)}]
    ages = lines("select on_date, age from internal.stock where population = 'all' order by on_date",
                 institutions=[{}], placements=stays)  # fmt: skip
    assert [age for day, age in ages if day < date(2020, 3, 1)] == ["3-6"] * 14
    assert [age for day, age in ages if day >= date(2020, 3, 1)] == ["7-17"] * 4
