"""The register: who is in it, what is shown of each, and how it is searched."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.access import EVERYTHING, VISITOR, Extent, Holding, Role, Scope, View
from data.register import BANDS, LARGEST, SIZES, Entry, band, find, register
from data.register_search import FACETS, SORTS, Wanted, code_of, search
from data.states import State
from geo.text import Lang, Text
from tests.data.register import AREA, OTHER_AREA, release_from

DAY = date(2024, 12, 31)
KHARKIV = "UA63000000000041885"
HOMES = [
    {"institution_id": "I1", "name_uk": "Ґанок", "capacity": 120, "ownership": "communal", "raion": "Бердичівський",
     "latitude": 50.25, "longitude": 28.66},
    {"institution_id": "I2", "name_uk": "Об’єднання", "name_en": "Union", "facility_type": "BABY_HOME",
     "ministry": "MOH", "capacity": 24},
    {"institution_id": "I3", "name_uk": "Єдність", "region": OTHER_AREA, "closed_on": "2022-05-01",
     "status": "LIQUIDATED"},
    {"institution_id": "I4", "name_uk": "Жайвір", "region": KHARKIV, "latitude": 50.0, "longitude": 36.2},
    {"institution_id": "I5", "name_uk": "Нове", "opened_on": "2025-03-01", "latitude": 50.0, "longitude": 36.2},
]  # fmt: skip
SIZES_OF = {"I1": 31, "I2": 4, "I4": 61}
COORDINATOR = Scope("c", frozenset({Holding(Role.COORDINATOR, Extent(frozenset({AREA})))}))
HEAD = Scope("h", frozenset({Holding(Role.HEAD, Extent(None, None, frozenset({"I2"})))}))
MINISTRY = Scope("m", frozenset({Holding(Role.MINISTRY, Extent(None, frozenset({"MES"})))}))


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    stays = [{"institution_id": home} for home, size in SIZES_OF.items() for _ in range(size)]
    folder = tmp_path_factory.mktemp("registered")
    return release_from(folder, covers_to=DAY, institutions=HOMES, placements=stays)


def rank(_facet: str, code: str) -> str:
    return code


def looked(entries, words="", sort="", **chosen):
    wanted = Wanted(words, tuple((key, frozenset(codes)) for key, codes in chosen.items()), sort)
    return search(entries, wanted, rank, Lang.UK)


def ids(found) -> list[str]:
    return [entry.id for entry in found.entries]


def test_it_lists_whoever_has_worked_by_that_day(release):
    entries = {entry.id: entry for entry in register(release, VISITOR, DAY)}
    assert set(entries) == {"I1", "I2", "I3", "I4"}
    assert not entries["I3"].operating
    assert entries["I3"].state is State.NOT_APPLICABLE
    assert {entry.id for entry in register(release, VISITOR, date(2022, 4, 30)) if entry.operating} == set(entries)


def test_a_visitor_sees_bands_and_rounded_or_hidden_numbers(release):
    first, second = (find(release, VISITOR, key, DAY) for key in ("I1", "I2"))
    assert (first.children, first.capacity, first.capacity_band, first.exact) == (30, None, "100-199", False)
    assert (second.children, second.state, second.size) == (None, State.SUPPRESSED, "hidden")


@pytest.mark.parametrize(
    ("scope", "inside"),
    [(VISITOR, set()), (COORDINATOR, {"I1", "I2"}), (HEAD, {"I2"}), (MINISTRY, {"I1", "I3", "I4"}),
     (EVERYTHING, {"I1", "I2", "I3", "I4"})],
)  # fmt: skip
def test_exact_numbers_stand_inside_the_scope_alone(release, scope, inside):
    entries = register(release, scope, DAY)
    assert {entry.id for entry in entries if entry.exact} == inside
    for entry in entries:
        assert (entry.capacity is None) or entry.id in inside
        assert entry == find(release, scope, entry.id, DAY)
        if entry.children is not None and entry.id in inside:
            assert entry.children == SIZES_OF[entry.id]


@pytest.mark.parametrize("scope", [VISITOR, EVERYTHING])
def test_nobody_gets_the_place_of_a_protected_institution(release, scope):
    entries = {entry.id: entry for entry in register(release, scope, DAY)}
    assert entries["I1"].at == (50.25, 28.66)
    assert entries["I4"].at is None


def test_the_public_file_holds_no_point_in_a_protected_area_and_no_exact_capacity(release):
    sql = "select institution_id, latitude from institutions where latitude is not null or capacity is not null"
    assert release.rows(View.PUBLIC, sql)[1] == [("I1", 50.25)]


def test_a_point_that_lies_in_another_area_is_not_published(tmp_path):
    wrong = {"institution_id": "I1", "latitude": 50.0, "longitude": 36.2}  # Kharkiv, said to be Zhytomyr
    found = release_from(tmp_path, covers_to=DAY, institutions=[wrong])
    assert find(found, EVERYTHING, "I1", DAY).at is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [("обєднання", ["I2"]), ("ОБ'ЄДНАННЯ", ["I2"]), ("union", ["I2"]), ("i4", ["I4"]), ("Бердичів", ["I1"]),
     ("zhytomyr", ["I1", "I2"]), ("житомирська ґан", ["I1"]), ("  ", ["I1", "I3", "I4", "I2"]), ("' or 1=1", [])],
)  # fmt: skip
def test_words_find_in_any_spelling_and_in_alphabetical_order(release, words, expected):
    assert ids(looked(register(release, VISITOR, DAY), words)) == expected


def test_an_empty_list_says_what_each_filter_costs(release):
    found = looked(register(release, VISITOR, DAY), "union", ministry=["MES"])
    assert ids(found) == []
    assert (sum(found.counts["ministry"].values()), found.without_words) == (1, 3)


@pytest.mark.parametrize(
    ("sort", "expected"),
    [("children-", ["I4", "I1", "I3", "I2"]), ("children", ["I1", "I4", "I3", "I2"]),
     ("name-", ["I2", "I4", "I3", "I1"]),
     ("capacity", ["I2", "I1", "I3", "I4"]), ("id", ["I1", "I2", "I3", "I4"]), ("nonsense", ["I1", "I3", "I4", "I2"])],
)  # fmt: skip
def test_order_puts_those_without_a_value_last(release, sort, expected):
    assert ids(looked(register(release, VISITOR, DAY), sort=sort)) == expected


def test_bands_are_those_of_the_warehouse(tmp_path):
    tried = [1, 24, 25, 49, 50, 99, 100, 199, 200, 5000]
    homes = [{"institution_id": f"I{n}", "capacity": n} for n in tried]
    found = release_from(tmp_path, covers_to=DAY, institutions=homes)
    assert {e.id: e.capacity_band for e in register(found, VISITOR, DAY)} == {f"I{n}": band(n) for n in tried}
    assert {*(name for _, name in BANDS), LARGEST} < set(SIZES)


ENTRIES = st.builds(
    lambda key, area, ministry, stage, operating, children, capacity: Entry(
        f"I{key}", Text(f"№ {key}", f"No. {key}"), area, "", "", ministry, "T", "", "OPERATING", stage, None, None,
        operating, None, band(capacity), None, DAY, children if operating else None,
        State.NOT_APPLICABLE if not operating else State.SUPPRESSED if children is None else State.VALUE, False,
        (key, key), f"no {key}",
    ),
    st.integers(0, 99), st.sampled_from([AREA, OTHER_AREA]), st.sampled_from(["MES", "MOH"]),
    st.sampled_from(["", "PLAN_NONE", "RENAMED_ONLY"]), st.booleans(), st.one_of(st.none(), st.integers(0, 300)),
    st.integers(1, 300),
)  # fmt: skip
CHOSEN = st.dictionaries(
    st.sampled_from(["area", "ministry", "stage", "working", "size"]),
    st.frozensets(
        st.sampled_from([AREA, OTHER_AREA, "MES", "MOH", "none", "PLAN_NONE", "yes", "no", "hidden"]), min_size=1
    ),
    max_size=3,
)


@settings(deadline=None)
@given(st.lists(ENTRIES, max_size=40), CHOSEN, st.sampled_from(["", "no", "7"]), st.sampled_from(SORTS))
def test_every_count_is_the_length_of_the_list_it_opens(entries, chosen, words, sort):
    found = looked(entries, words, sort, **chosen)
    assert sorted(ids(found)) == sorted(e.id for e in entries if e in found.entries)
    for facet in FACETS:
        for code, number in found.counts[facet].items():
            opened = looked(entries, words, sort, **{**chosen, facet: [code]})
            assert number == len(opened.entries)
            assert {code_of(entry, facet) for entry in opened.entries} <= {code}
