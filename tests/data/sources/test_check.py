"""Files → typed tables: what the warehouse builds from."""

import csv
from datetime import date
from pathlib import Path

import duckdb
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.sources.check import KINDS, REFERENCE, bounds, stage_and_check
from data.sources.datasets import datasets
from data.sources.report import Report
from data.sources.stage import stage
from geo.countries import country

UA = country("ua")
PACK = UA.folder
HEADINGS = (
    "Код перебування;Код дитини;Код закладу;Дата зарахування;Дата вибуття;"
    "Місяць народження;Стать;Інвалідність;Режим перебування;Область походження"
)
PLACEMENTS = f"""{HEADINGS}
P1;C1;I1;01.09.2020;;2012-05;ж;так;цілодобове перебування;Житомирська обл.
 P2 ;C2;I1;2020-09-01;2021-02-03 00:00:00;05.2012;M;;STAY_5D;UA-05
"""


def check(connection: duckdb.DuckDBPyConnection, **files: Path) -> Report:
    return stage_and_check(connection, files, UA, date(2026, 9, 30))


def text(path: Path, content: str, encoding: str = "cp1251") -> Path:
    path.write_bytes(content.encode(encoding))
    return path


def test_cells_become_types(tmp_path):
    connection = duckdb.connect()
    report = check(connection, placements=text(tmp_path / "placements.csv", PLACEMENTS))
    assert not report.errors
    rows = connection.execute(
        "select row_number, placement_id, admitted_on, left_on, birth_month, sex, disability, stay_mode, home_region,"
        " reason from staged.placements order by row_number"
    ).fetchall()
    may, september = date(2012, 5, 1), date(2020, 9, 1)
    assert rows == [
        (2, "P1", september, None, may, "F", True, "STAY_24H", "UA18000000000041385", None),
        (3, "P2", september, date(2021, 2, 3), may, "M", None, "STAY_5D", "UA05000000000010236", None),
    ]


def test_tables_have_exactly_the_columns_agreed(tmp_path):
    connection = duckdb.connect()
    check(connection, placements=text(tmp_path / "placements.csv", PLACEMENTS))
    described = connection.execute("describe staged.placements").fetchall()
    codes = [column.code for column in datasets()["placements"].columns]
    types = {name: kind for name, kind, *_ in described}
    assert list(types) == ["row_number", *codes]
    assert (types["row_number"], types["birth_month"], types["disability"]) == ("INTEGER", "DATE", "BOOLEAN")
    tables = connection.execute(
        "select table_name from information_schema.tables where table_name like 'raw%'"
    ).fetchall()
    assert not tables


def test_an_event_says_what_its_value_is(tmp_path):
    rows = """institution_id,on,event,value
I1,2022-03-01,переміщено,Житомирська
I1,2020-01-01,ministry,МОЗ
I1,2019-01-01,renamed,Житомирська
"""
    connection = duckdb.connect()
    check(connection, institution_events=text(tmp_path / "institution_events.csv", rows, "utf-8"))
    values = connection.execute("select event, value from staged.institution_events order by row_number").fetchall()
    assert values == [("relocated", "UA18000000000041385"), ("ministry", "MOH"), ("renamed", "Житомирська")]


def test_a_workbook_is_as_good_as_text(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["region", "as_of", "care_form", "children", "families"])
    book.active.append(["Житомирська область", date(2024, 1, 1), "FOSTER", 120, 60])
    book.save(tmp_path / "family_care.xlsx")
    connection = duckdb.connect()
    assert not check(connection, family_care=tmp_path / "family_care.xlsx").errors
    rows = connection.execute("select * from staged.family_care").fetchall()
    assert rows == [(2, "UA18000000000041385", date(2024, 1, 1), "FOSTER", 120, 60)]


def test_every_file_is_reported_at_once(tmp_path):
    files = {
        "placements": text(tmp_path / "placements.csv", 'placement_id,child_id\n"1,2\n'),
        "returns": text(tmp_path / "returns.csv", "institution_id,as_of\nI1,2024-03-31\n"),
        "institutions": tmp_path / "institutions.csv",
        "children": text(tmp_path / "children.csv", "a\n1\n"),
    }
    report = check(duckdb.connect(), **files)
    assert {(one.file, one.rule) for one in report.errors} == {
        ("placements.csv", "missing_column"),
        ("returns.csv", "missing_column"),
        ("institutions.csv", "not_found"),
        ("children.csv", "unknown_dataset"),
    }
    assert "placements" not in report.rows


def test_a_break_in_the_middle_is_found_too(tmp_path):
    rows = "region,as_of,care_form,children\nUA-18,2024-01-01,FOSTER,1\n" * 1 + 'UA-05,2024-01-01,"FOSTER,1\n'
    report = check(duckdb.connect(), family_care=text(tmp_path / "family_care.csv", rows))
    assert [(one.rule, one.row) for one in report.errors] == [("unterminated_quote", 3)]


def test_ragged_rows_are_errors_with_their_numbers(tmp_path):
    rows = "region,as_of,care_form,children\nUA-18,2024-01-01,FOSTER\nUA-05,2024-01-01,FOSTER,1\n"
    report = check(duckdb.connect(), family_care=text(tmp_path / "family_care.csv", rows))
    assert [(one.rule, one.row) for one in report.errors] == [("ragged_row", 2)]
    assert report.rows["family_care"] == 1


def test_many_of_a_kind_are_counted_but_not_all_listed(tmp_path):
    rows = "region,as_of,care_form,children\n" + "UA-18,never,FOSTER,1\n" * 400
    report = check(duckdb.connect(), family_care=text(tmp_path / "family_care.csv", rows))
    assert report.totals["family_care", "day_readable"] == 400
    assert len([one for one in report.problems if one.rule == "day_readable"]) == 50


def test_the_committed_figures_break_no_rule():
    files = {path.stem: path for path in (REFERENCE / "ua").glob("*.csv") if path.stem in datasets()}
    files |= {code: PACK / f"{code}.csv" for code in ("territory_status", "rollout")}
    report = check(duckdb.connect(), **files)
    assert not report.errors
    assert report.rows["published"] > 1000


def test_progress_goes_from_nothing_to_all(tmp_path):
    seen: list[tuple[str, float]] = []
    files = {"placements": text(tmp_path / "placements.csv", PLACEMENTS)}
    stage_and_check(duckdb.connect(), files, UA, None, lambda what, share: seen.append((what, share)))
    assert seen[0] == ("vocabulary", 0.0)
    assert seen[-1] == ("rules", 1.0)
    assert [share for _, share in seen] == sorted(share for _, share in seen)


def test_the_country_has_ends():
    west, south, east, north = bounds(PACK)
    assert west is not None
    assert (round(west), round(south), round(east), round(north)) == (22, 44, 40, 52)  # type: ignore[arg-type]
    assert bounds(Path("nowhere")) == (None, None, None, None)


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u200b\ufeff"), max_size=20)


def ready() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(KINDS.read_text(encoding="utf-8"))
    return connection


@settings(deadline=None, max_examples=60)
@given(names=st.lists(CELLS, min_size=1, max_size=6))
def test_no_text_is_changed_on_its_way_into_the_tables(tmp_path_factory, names):
    path = tmp_path_factory.mktemp("stage") / "milestones.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["milestone_code", "on", "label_uk", "label_en", "kind"])
        writer.writerows([f"M{n}", "2020-01-01", name, 'x\n"y", z', "event"] for n, name in enumerate(names))
    connection = ready()
    stage(connection, datasets()["milestones"], path)
    rows = connection.execute("select label_uk, label_en from raw_milestones order by row_number").fetchall()
    assert rows == [(name.strip() or None, 'x\n"y", z') for name in names]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1 234", 1234),
        ("1\u00a0234\u202f567", 1234567),
        ("12.00", 12),
        ("−5", -5),
        ("0", 0),
        ("1.5", None),
        ("1 2", None),
    ],
)
def test_whole_numbers(written, read):
    assert ready().execute("select typed_integer($text)", {"text": written}).fetchall() == [(read,)]
