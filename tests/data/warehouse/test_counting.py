"""The warehouse counts what design §5.1 says: compared with a count day by day, over random small registers."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.data.register import AREA, OTHER_AREA
from tests.data.warehouse.counting import COVERS_TO, HISTORY, Home, Stay, counted, month_ends, stock_by_hand

AREAS = (AREA, OTHER_AREA)
DAYS = st.integers(0, 560).map(lambda number: date(2019, 1, 1) + timedelta(days=number))
DAYS_ROUND = st.one_of(DAYS, st.sampled_from([date(2019, 9, 1), date(2020, 1, 1), date(2020, 3, 1)]))
BIRTHS = st.sampled_from([date(2001, 6, 1), date(2002, 1, 1), date(2002, 3, 1), date(2012, 3, 1), date(2016, 9, 1),
                          date(2019, 1, 1)])  # fmt: skip


@st.composite
def homes(draw: st.DrawFn) -> tuple[Home, ...]:
    """Three institutions, some moving to the other area or ministry."""
    found = []
    for number in range(3):
        moves = draw(st.lists(st.tuples(DAYS, st.sampled_from(AREAS)), max_size=2, unique_by=lambda move: move[0]))
        handovers = draw(st.lists(st.tuples(DAYS, st.sampled_from(["MES", "MSP"])), max_size=1))
        found.append(Home(f"I{number}", AREAS[number % 2], "MES", tuple(moves), tuple(handovers)))
    return tuple(found)


@st.composite
def registers(draw: st.DrawFn) -> tuple[tuple[Stay, ...], tuple[Home, ...]]:
    """Up to five children with up to four stays each: overlapping, adjacent, of no day, at 18, open, in the future."""
    stays: list[Stay] = []
    for child in range(draw(st.integers(1, 5))):
        birth = draw(BIRTHS)
        for _ in range(draw(st.integers(1, 4))):
            admitted = draw(DAYS_ROUND)
            left = draw(st.one_of(st.none(), st.integers(0, 200).map(lambda n, day=admitted: day + timedelta(days=n))))
            if birth > admitted:
                continue
            stays.append(Stay(
                f"P{len(stays):03}", f"C{child}", f"I{draw(st.integers(0, 2))}", admitted, left, birth,
                draw(st.sampled_from(["STAY_24H", "STAY_5D", "STAY_TEMP"])),
                draw(st.sampled_from(["ORPHAN", "HAS_PARENTS"])),
                draw(st.sampled_from(["PARENT_APPLICATION", "TRANSFER_IN"])),
                draw(st.sampled_from(["EXIT_FAMILY", "EXIT_TRANSFER", None])) if left else None,
            ))  # fmt: skip
    return tuple(stays), draw(homes())


def tables_of(stays: tuple[Stay, ...], places: tuple[Home, ...]) -> dict[str, list[dict[str, object]]]:
    events = [{"institution_id": home.id, "on": on, "event": "relocated", "value": area}
              for home in places for on, area in home.moves]  # fmt: skip
    events += [{"institution_id": home.id, "on": on, "event": "ministry", "value": code}
               for home in places for on, code in home.handovers]  # fmt: skip
    rows = [{"institution_id": home.id, "region": home.area, "ministry": home.ministry} for home in places]
    return {"placements": [dict(stay.row) for stay in stays], "institutions": rows, "institution_events": events}


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(registers())
def test_stock_and_balance_by_hand(register: tuple[tuple[Stay, ...], tuple[Home, ...]]) -> None:
    stays, places = register
    with counted(**tables_of(stays, places)) as connection:
        sql = """select on_date, population, area, ministry, age, sum(children) from internal.stock group by all"""
        found: dict[date, Counter[tuple[str, ...]]] = {}
        for day, population, area, ministry, age, children in connection.execute(sql).fetchall():
            found.setdefault(day, Counter())[population, area, ministry, age] = children
        for day in month_ends(HISTORY, COVERS_TO):
            assert found.get(day, Counter()) == stock_by_hand(stays, places, day), day
        assert connection.execute(UNBALANCED).fetchall() == []
        assert connection.execute(PRESENCE_AGREES).fetchall() == []
        assert connection.execute(OVERLAPS).fetchall() == []


# Opening + entries + transfers in − exits − transfers out = closing; also by ministry.
UNBALANCED = """
    with days as (select on_date, lag(on_date) over (order by on_date) as before from internal.release_dates),
    stock as (select on_date, area, population, ministry, sum(children) as n from internal.stock group by all),
    moved as (
        select days.on_date, area, population, ministry,
            sum(if(kind in ('ENTRY', 'TRANSFER_IN'), children, -children)) as n
        from internal.moves join days on moves.on_date > days.before and moves.on_date <= days.on_date group by all
    ),
    blocks as (
        select distinct days.on_date, days.before, area, population, ministry
        from days, (select area, population, ministry from stock union select area, population, ministry from moved)
        where before is not null
    )
    select blocks.*, opening.n, moved.n, closing.n from blocks
    left join stock opening on (opening.on_date, opening.area, opening.population, opening.ministry)
        = (blocks.before, blocks.area, blocks.population, blocks.ministry)
    left join stock closing on (closing.on_date, closing.area, closing.population, closing.ministry)
        = (blocks.on_date, blocks.area, blocks.population, blocks.ministry)
    left join moved on (moved.on_date, moved.area, moved.population, moved.ministry)
        = (blocks.on_date, blocks.area, blocks.population, blocks.ministry)
    where coalesce(opening.n, 0) + coalesce(moved.n, 0) <> coalesce(closing.n, 0)
"""
# The stock is what presence says on that day.
PRESENCE_AGREES = """
    with by_hand as (
        select on_date, area, ministry, sex, count(*) as n from internal.release_dates join internal.presence
            on from_day <= on_date and (until_day is null or until_day > on_date)
        group by all
    ),
    kept as (
        select on_date, area, ministry, sex, sum(children) as n
        from internal.stock where population = 'all' group by all
    )
    (from by_hand except from kept) union all (from kept except from by_hand)
"""
OVERLAPS = """
    select * from internal.presence one join internal.presence other
        on one.child_id = other.child_id and one.rowid < other.rowid
        and one.from_day < coalesce(other.until_day, date '9999-12-31')
        and other.from_day < coalesce(one.until_day, date '9999-12-31')
"""


def stay(number: int, admitted: str, left: str | None, home: str = "I0", **facts: object) -> Stay:
    birth = facts.pop("birth", date(2010, 5, 1))
    return Stay(f"P{number:03}", str(facts.pop("child", "C0")), home, date.fromisoformat(admitted),
                date.fromisoformat(left) if left else None, birth, **facts)  # type: ignore[arg-type]  # fmt: skip


def moves_of(*stays: Stay, places: tuple[Home, ...] = ()) -> list[tuple[object, ...]]:
    """(day, area, kind, route, destination) of everybody counted, a row for each child."""
    places = places or (Home("I0", AREA, "MES"), Home("I1", OTHER_AREA, "MES"))
    sql = """select on_date, area, kind, route, destination, children from internal.moves
             where population = 'all' order by on_date, kind, area"""
    with counted(**tables_of(stays, places)) as connection:
        rows = connection.execute(sql).fetchall()
    return [(f"{day:%m-%d}", "here" if area == AREA else "there", kind, to) for day, area, kind, _, to, _ in rows]


def test_a_stay_of_no_day_comes_and_goes() -> None:
    assert moves_of(stay(0, "2020-02-01", "2020-02-01", destination="EXIT_FAMILY")) == [
        ("02-01", "here", "ENTRY", ""), ("02-01", "here", "EXIT", "EXIT_FAMILY"),
    ]  # fmt: skip


def test_turning_18_inside_is_an_exit_even_if_the_row_says_nothing() -> None:
    assert moves_of(stay(0, "2020-01-10", None, birth=date(2002, 3, 1))) == [
        ("01-10", "here", "ENTRY", ""), ("03-01", "here", "EXIT", "EXIT_AGE18"),
    ]  # fmt: skip
    assert moves_of(stay(0, "2020-01-10", "2020-05-05", birth=date(2002, 3, 1), destination="EXIT_EDU"))[1] == (
        "03-01", "here", "EXIT", "EXIT_AGE18",
    )  # fmt: skip
    assert moves_of(stay(0, "2020-01-10", "2020-03-01", birth=date(2002, 3, 1), destination="EXIT_EDU"))[1] == (
        "03-01", "here", "EXIT", "EXIT_EDU",
    )  # fmt: skip


def test_admitted_in_the_month_of_the_18th_birthday_never_counts() -> None:
    assert moves_of(stay(0, "2020-03-10", None, birth=date(2002, 3, 1))) == []


def test_a_transfer_told_on_both_sides_is_no_entry_and_no_exit() -> None:
    assert moves_of(
        stay(0, "2020-01-10", "2020-02-01", destination="EXIT_TRANSFER"),
        stay(1, "2020-02-01", None, "I1", route="TRANSFER_IN"),
    ) == [("01-10", "here", "ENTRY", ""), ("02-01", "there", "TRANSFER_IN", ""),
          ("02-01", "here", "TRANSFER_OUT", "EXIT_TRANSFER")]  # fmt: skip


def test_a_transfer_told_on_one_side_still_is_one() -> None:
    assert moves_of(stay(0, "2020-01-10", "2020-02-01", destination="EXIT_TRANSFER"))[1] == (
        "02-01", "here", "TRANSFER_OUT", "EXIT_TRANSFER",
    )  # fmt: skip
    assert moves_of(stay(0, "2020-01-10", None, route="TRANSFER_IN")) == [("01-10", "here", "TRANSFER_IN", "")]


def test_a_gap_between_stays_is_an_exit_and_an_entry() -> None:
    kinds = [row[2] for row in moves_of(
        stay(0, "2020-01-10", "2020-02-01", destination="EXIT_FAMILY"), stay(1, "2020-02-20", None),
    )]  # fmt: skip
    assert kinds == ["ENTRY", "EXIT", "ENTRY"]


def test_an_overlap_moves_the_child_to_the_stay_admitted_last_and_back() -> None:
    assert moves_of(
        stay(0, "2020-01-10", None), stay(1, "2020-02-01", "2020-03-05", "I1", destination="EXIT_FAMILY")
    ) == [
        ("01-10", "here", "ENTRY", ""),
        ("02-01", "there", "TRANSFER_IN", ""), ("02-01", "here", "TRANSFER_OUT", "EXIT_TRANSFER"),
        ("03-05", "here", "TRANSFER_IN", ""), ("03-05", "there", "TRANSFER_OUT", "EXIT_TRANSFER"),
    ]  # fmt: skip


def test_of_two_stays_admitted_on_one_day_the_larger_number_counts() -> None:
    assert moves_of(stay(0, "2020-01-10", None), stay(1, "2020-01-10", None, "I1")) == [("01-10", "there", "ENTRY", "")]


def test_a_relocation_moves_its_children_on_that_day() -> None:
    places = (Home("I0", AREA, "MES", ((date(2020, 2, 24), OTHER_AREA),)),)
    assert moves_of(stay(0, "2020-01-10", None), places=places) == [
        ("01-10", "here", "ENTRY", ""),
        ("02-24", "there", "TRANSFER_IN", ""), ("02-24", "here", "TRANSFER_OUT", "EXIT_TRANSFER"),
    ]  # fmt: skip


def test_what_lies_beyond_the_last_day_is_not_known() -> None:
    assert moves_of(stay(0, "2020-07-01", None)) == []
    assert [row[2] for row in moves_of(stay(0, "2020-06-30", "2020-07-02", destination="EXIT_FAMILY"))] == ["ENTRY"]


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(DAYS, st.integers(0, 90), st.booleans(), st.booleans(), BIRTHS), min_size=1, max_size=12))
def test_entries_and_exits_of_stays_that_do_not_overlap(drawn: list[tuple[date, int, bool, bool, date]]) -> None:
    stays = tuple(
        Stay(f"P{n:03}", f"C{n}", f"I{n % 2}", day, day + timedelta(days=length), birth,
             route="TRANSFER_IN" if inward else "COURT", destination="EXIT_TRANSFER" if outward else "EXIT_FAMILY")
        for n, (day, length, inward, outward, birth) in enumerate(drawn) if birth <= day
    )  # fmt: skip
    places = (Home("I0", AREA, "MES"), Home("I1", OTHER_AREA, "MES"))
    inside = [one for one in stays if one.admitted < one.turns_18]
    entries = sum(one.route != "TRANSFER_IN" and one.admitted <= COVERS_TO for one in inside)
    exits = sum(
        min(one.left or COVERS_TO, one.turns_18) <= COVERS_TO
        and one.admitted <= COVERS_TO
        and (one.destination != "EXIT_TRANSFER" or one.turns_18 < (one.left or COVERS_TO))
        for one in inside
    )
    with counted(**tables_of(stays, places)) as connection:
        rows = connection.execute(
            "select kind, sum(children) from internal.moves where population = 'all' group by kind"
        ).fetchall()
    found = dict(rows)
    assert (found.get("ENTRY", 0), found.get("EXIT", 0)) == (entries, exits)
