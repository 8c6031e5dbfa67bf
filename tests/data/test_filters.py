"""The query string is the only store of what a reader chose."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.filters import DIMENSIONS, Every, Filters, Known, Notice, Population, from_query, to_query

CODES = {dimension: frozenset({f"{dimension.upper()}_{n}" for n in range(4)}) for dimension in DIMENSIONS}
KNOWN = Known(frozenset({"entries", "exits", "children_in_institutions_rate"}), frozenset({"2026-09-30-r1"}), CODES)
DAYS = st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31))
WHERE = st.lists(
    st.sampled_from(DIMENSIONS).flatmap(
        lambda d: st.tuples(st.just(d), st.lists(st.sampled_from(sorted(CODES[d])), min_size=1).map(tuple))
    ),
    unique_by=lambda pair: pair[0],
).map(tuple)
FILTERS = st.builds(
    Filters,
    indicator=st.sampled_from(sorted(KNOWN.indicators)),
    as_of=DAYS,
    since=DAYS,
    until=DAYS,
    every=st.none() | st.sampled_from(Every),
    population=st.sampled_from(Population),
    where=WHERE,
    by=st.lists(st.sampled_from(DIMENSIONS)).map(tuple),
    release=st.none() | st.just("2026-09-30-r1"),
)


@given(FILTERS)
def test_a_question_survives_its_query_string(filters: Filters) -> None:
    assert from_query(to_query(filters), KNOWN) == (filters, ())
    assert from_query("?" + to_query(filters), KNOWN) == (filters, ())


@given(FILTERS)
def test_a_question_has_one_query_string(filters: Filters) -> None:
    again, _ = from_query(to_query(filters), KNOWN)
    assert to_query(again) == to_query(filters)


@given(st.text(max_size=300))
def test_no_query_string_breaks_it(search: str) -> None:
    filters, _ = from_query(search, KNOWN)
    assert filters.indicator in KNOWN.indicators


@given(FILTERS, WHERE, WHERE)
def test_filters_commute(filters: Filters, one: tuple, other: tuple) -> None:
    apart = tuple(pair for pair in other if pair[0] not in dict(one))
    assert filters.choose(**dict(one)).choose(**dict(apart)) == filters.choose(**dict(apart)).choose(**dict(one))


def test_only_what_differs_from_the_default_is_written() -> None:
    assert to_query(Filters()) == ""
    asked = Filters(population=Population.STATUS, every=Every.YEAR).choose(ministry=("MOH", "MES"), type=())
    assert to_query(asked) == "every=year&population=status&ministry=MES,MOH"


def test_old_links_still_open() -> None:
    filters, notices = from_query("?ind=entries&asof=2024-12-31&pop=24h&min=MINISTRY_1", KNOWN)
    assert (filters.indicator, filters.as_of, filters.population) == ("entries", date(2024, 12, 31), "24h")
    assert filters.chosen("ministry") == ("MINISTRY_1",)
    assert not notices


def test_a_form_may_repeat_a_list() -> None:
    filters, _ = from_query("sex=SEX_2&sex=SEX_1&by=sex&by=age", KNOWN)
    assert filters.chosen("sex") == ("SEX_1", "SEX_2")
    assert filters.by == ("sex", "age")


@pytest.mark.parametrize(
    ("search", "key", "value"),
    [
        ("indicator=nonsense", "indicator", "nonsense"),
        ("as_of=2024-13-01", "as_of", "2024-13-01"),
        ("population=everybody", "population", "everybody"),
        ("every=century", "every", "century"),
        ("ministry=MINISTRY_1,NONE", "ministry", "NONE"),
        ("by=colour", "by", "colour"),
        ("release=1999-01-01-r1", "release", "1999-01-01-r1"),
    ],
)
def test_what_does_not_exist_is_dropped_with_a_notice(search: str, key: str, value: str) -> None:
    filters, notices = from_query(search, KNOWN)
    assert notices == (Notice("filter_unknown", (("key", key), ("value", value))),)
    assert to_query(filters) == ("ministry=MINISTRY_1" if key == "ministry" else "")


def test_unknown_keys_and_endless_queries_are_ignored() -> None:
    filters, notices = from_query("utm_source=x&view=map&" + "&".join(f"k{n}=1" for n in range(1000)), KNOWN)
    assert (filters, notices) == (Filters(), ())
