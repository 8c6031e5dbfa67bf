"""The register's address says everything that is looked for, and nothing that is not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.filters import Filters, Known, from_query
from data.register_search import SORTS
from geo.text import Lang
from layouts.register_address import OWN, RegisterAddress, register_address

EXIST = {facet: frozenset({"A", "B", "yes", "no", "none"}) for facet in OWN}
KNOWN = Known(frozenset({Filters().indicator}), frozenset(), {"ministry": frozenset({"MES", "MOH"})})
CODES = st.frozensets(st.sampled_from(["A", "B", "none"]), min_size=1).map(lambda codes: tuple(sorted(codes)))
ADDRESSES = st.builds(
    lambda ministry, lang, words, own, sort, page: RegisterAddress(
        Filters().choose(ministry=ministry), lang, words.strip(), tuple(sorted(own.items())), sort, page
    ),
    st.sampled_from([(), ("MES",), ("MES", "MOH")]), st.sampled_from(Lang), st.text(max_size=20),
    st.dictionaries(st.sampled_from([facet for facet in OWN if facet != "working"]), CODES, max_size=3),
    st.sampled_from(["", *SORTS, *(f"{sort}-" for sort in SORTS)]), st.integers(1, 1000),
)  # fmt: skip


def read(search: str) -> RegisterAddress:
    return register_address(search, from_query(search, KNOWN)[0], Lang.EN if "lang=en" in search else Lang.UK, EXIST)[0]


@settings(deadline=None)
@given(ADDRESSES)
def test_a_link_is_read_as_it_was_written(address):
    found = read(address.href.partition("?")[2])
    assert (found.words, found.sort, found.page) == (address.words, address.sort, address.page)
    assert found.wanted.chosen == address.wanted.chosen


def test_those_at_work_are_the_default_and_can_be_taken_off():
    plain = read("")
    assert plain.chosen("working") == {"yes"}
    assert plain.href == "/institutions"
    everybody = plain.toggling("working", "yes")
    assert everybody.href == "/institutions?working=all"
    assert read("working=all").chosen("working") == frozenset()
    assert read("working=all").toggling("working", "yes").href == "/institutions"


def test_choosing_begins_at_the_first_page():
    assert read("page=7&ministry=MES").toggling("ministry", "MOH").href == "/institutions?ministry=MES,MOH"


@pytest.mark.parametrize("search", ["stage=Z", "stage=A,Z", "size=%27"])
def test_what_does_not_exist_is_left_out_and_said(search):
    address, notices = register_address(search, Filters(), Lang.UK, EXIST)
    assert notices
    assert address.chosen("stage") in (frozenset(), {"A"})
