"""No identifier of a child passes the build's door; what passes in its place tells nothing without the key."""

import hashlib
import hmac
import re
import shutil
from datetime import date

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import pseudonyms
from data.access import View
from data.errors import BadSecret
from data.pseudonyms import CHILD, LETTERS, STAY, code, codes, is_code
from data.records.keys import Keys, write_secret
from data.warehouse.build import build
from tests.data.register import release_from, write_folder

KEYS, OTHERS = Keys(b"one key, thirty-two bytes long!!"), Keys(b"another key, thirty-two bytes!!!")
DIRECT = re.compile(
    r"surname|first_name|last_name|patronymic|full_name|birth_(date|day|on)|born_on|passport|document|tax|rnokpp|phone|"
    r"e_?mail|address|street|diagnos|mother|father|guardian|child_name|photo"
)


def test_a_code_is_the_hmac_of_country_kind_and_identifier():
    digest = hmac.new(KEYS.derive("pseudonym:register"), b"ua|child|c0000001", hashlib.sha256).digest()
    number = int.from_bytes(digest) >> (256 - 100)
    written = "".join(LETTERS[number >> shift & 31] for shift in range(95, -1, -5))
    assert code(KEYS, "ua", CHILD, "c0000001")[:20] == written


def test_the_same_child_has_the_same_code_however_it_is_spelled():
    spelled = ["AB 12", "ab12", " Ab12 ", "\uff21\uff22\uff11\uff12"]
    assert len(set(codes(KEYS, "ua", CHILD, spelled))) == 1
    assert len(set(codes(KEYS, "ua", STAY, spelled))) == 4


@pytest.mark.parametrize(
    "other", [(OTHERS, "ua", CHILD, "7"), (KEYS, "md", CHILD, "7"), (KEYS, "ua", STAY, "7"), (KEYS, "ua", CHILD, "8")]
)
def test_another_key_country_kind_or_child_is_another_code(other):
    assert code(*other) != code(KEYS, "ua", CHILD, "7")


def test_codes_do_not_collide_nor_keep_an_order():
    found = codes(KEYS, "ua", CHILD, [f"c{number:07}" for number in range(20_000)])
    assert len(set(found)) == 20_000
    assert found != sorted(found)
    assert all(is_code(one) for one in found[:500])


@given(st.integers(0, 10_000), st.integers(0, 20), st.integers(1, 31))
def test_one_wrong_letter_is_noticed(number, place, other):
    right = code(KEYS, "ua", CHILD, str(number))
    letter = LETTERS[(LETTERS.index(right[place]) + other) % 32]
    assert not is_code(right[:place] + letter + right[place + 1 :])


@given(st.integers(0, 10_000), st.integers(0, 19))
def test_two_letters_that_changed_places_are_noticed(number, place):
    right = code(KEYS, "ua", CHILD, str(number))
    first, second = right[place], right[place + 1]
    if first != second and {first, second} != {LETTERS[0], LETTERS[-1]}:
        assert not is_code(right[:place] + second + first + right[place + 2 :])


def stays(number=40):
    left = {"left_on": "2018-05-01", "exit_destination": "EXIT_FAMILY"}
    return [
        {"child_id": f"CANARY-CHILD-{one // 2:04}", "placement_id": f"CANARY-STAY-{one:04}",
         "admitted_on": f"20{16 + one % 2 * 3}-0{one % 9 + 1}-10", **({} if one % 2 else left)}
        for one in range(number)
    ]  # fmt: skip


def texts_of(file):
    """Every text in every table of a DuckDB file."""
    with duckdb.connect(str(file), read_only=True) as connection:
        sql = "select table_name, column_name from duckdb_columns() where data_type = 'VARCHAR' and not internal"
        return {
            str(value)
            for table, column in connection.execute(sql).fetchall()
            for (value,) in connection.execute(f'select distinct "{column}" from "{table}"').fetchall()
        }


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where a release was built from stays whose identifiers would be known again anywhere."""
    folder = tmp_path_factory.mktemp("canaries")
    rows = [{"institution_id": "I-SEEN", **row} for row in stays()]
    release_from(folder, institutions=[{"institution_id": "I-SEEN"}], placements=rows)
    return folder


def test_no_identifier_is_left_in_anything_that_is_kept(folder):
    kept = [path for path in (folder / "home").rglob("*") if path.is_file()]
    assert {"internal.duckdb", "public.duckdb", "release.json"} <= {path.name for path in kept}
    for path in kept:
        assert b"CANARY" not in path.read_bytes(), path
    internal = next(path for path in kept if path.name == "internal.duckdb")
    found = texts_of(internal)
    assert "I-SEEN" in found
    assert not [text for text in found if "canary" in text.casefold()]
    assert sum(is_code(text) for text in found) == 20 + 40
    assert not [text for text in texts_of(internal.with_name("public.duckdb")) if is_code(text)]


def test_no_column_of_a_release_is_for_a_direct_identifier(folder):
    named = set()
    for file in (folder / "home").glob("releases/*/*.duckdb"):
        with duckdb.connect(str(file), read_only=True) as connection:
            sql = "select table_name || '.' || column_name from duckdb_columns() where not internal"
            named |= {name for (name,) in connection.execute(sql).fetchall()}
    assert not [name for name in named if DIRECT.search(name)]
    assert sum(name.endswith((".child_id", ".placement_id")) for name in named) == 3
    assert {name.split(".")[1] for name in named if name.startswith("movements.")} == {
        "on_date", "kind", "child_id", "institution_id", "area", "ministry", "type", "age", "sex", "disability",
        "parents", "legal_status", "stay_mode", "home_area", "route", "reason", "destination", "from_day", "until_day",
        "round_the_clock", "with_status",
    }  # fmt: skip
    assert {name.split(".")[1] for name in named if name.startswith("presence.")} == {
        "child_id", "placement_id", "institution_id", "from_day", "until_day", "birth_month", "sex", "disability",
        "legal_status", "parents", "stay_mode", "area", "ministry", "type", "route", "reason", "home_area",
        "round_the_clock", "with_status",
    }  # fmt: skip


def test_what_is_inside_is_its_owners_alone(folder):
    (internal,) = (folder / "home").glob("releases/*/internal.duckdb")
    assert internal.stat().st_mode & 0o077 == 0


def presence(release):
    sql = "select child_id, institution_id, from_day, placement_id from presence order by rowid"
    return release.rows(View.INTERNAL, sql)[1]


def test_codes_last_from_release_to_release_and_die_with_the_secret(tmp_path):
    told = {"institutions": [{}], "placements": stays()}
    first, second = release_from(tmp_path, **told), release_from(tmp_path, **told)
    assert presence(first) == presence(second)
    (tmp_path / "home" / "secret").unlink()
    third = release_from(tmp_path, **told)
    assert len(presence(third)) == len(presence(first))
    assert not {row[0] for row in presence(third)} & {row[0] for row in presence(first)}
    assert [row[3] for row in presence(third)] != [row[3] for row in presence(first)]


def test_rows_are_kept_in_no_order_of_the_register(tmp_path):
    rows = [{"child_id": f"C{one:03}", "placement_id": f"P{one:03}", "admitted_on": "2019-09-01"} for one in range(50)]
    release = release_from(tmp_path, institutions=[{}], placements=rows)
    kept = [row[3] for row in presence(release)]
    assert kept == sorted(kept)


def test_of_two_stays_of_one_day_the_larger_identifier_counts_not_the_larger_code(tmp_path):
    rows = [
        {"child_id": f"C{child}", "placement_id": f"{number}{child}", "institution_id": home}
        for child in range(8)  # codes fall either way
        for number, home in (("P9", "I1"), ("P10", "I2"))
    ]
    release = release_from(tmp_path, institutions=[{"institution_id": "I1"}, {"institution_id": "I2"}], placements=rows)
    assert [row[1] for row in presence(release)] == ["I1"] * 8


def test_real_stays_need_a_secret_and_a_demonstration_gets_one(tmp_path):
    told = {"covers_to": date(2024, 12, 31), "institutions": [{}], "placements": stays(4)}
    real = write_folder(tmp_path / "real", demonstration=False, **told)
    with pytest.raises(BadSecret):
        build(real, tmp_path / "home")
    assert not list((tmp_path / "home" / "releases").glob("2024*"))
    write_secret(tmp_path / "elsewhere" / "secret")
    build(real, tmp_path / "home", secret_file=tmp_path / "elsewhere" / "secret")
    assert not (tmp_path / "home" / "secret").exists()
    shutil.rmtree(tmp_path / "home")
    build(write_folder(tmp_path / "shown", **told), tmp_path / "home")
    assert (tmp_path / "home" / "secret").stat().st_mode & 0o777 == 0o400


def test_numbers_stand_for_identifiers_while_counting():
    with duckdb.connect() as connection:
        connection.execute("create schema staged")
        connection.execute(
            "create table staged.placements as select * from (values ('b', 'x', 1), ('a', 'y', 2), ('c', 'x', 3))"
            " as rows(placement_id, child_id, row_number)"
        )
        pseudonyms.replace(connection, KEYS, "ua")
        rows = connection.execute("select placement_id, child_id from staged.placements order by row_number").fetchall()
        assert rows == [(2, 1), (1, 2), (3, 1)]
        kept = connection.execute("select * from code_of_child order by number").fetchall()
        assert kept == [(1, code(KEYS, "ua", CHILD, "x")), (2, code(KEYS, "ua", CHILD, "y"))]
