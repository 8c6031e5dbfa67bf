"""The API in other formats, page by page, and refusing: the same cells everywhere, a wrong parameter named."""

import io
from datetime import date

import duckdb
import openpyxl
import pytest

from data.access import VISITOR
from data.drill import LONGEST_PAGE
from data.export.rows import CODES, columns, rows
from data.filters import Filters
from data.indicators.measure import measure
from data.warehouse.release import open_release

QUESTIONS = [
    Filters("children_in_institutions", by=("area",)),
    Filters("children_in_institutions_rate", by=("area", "ministry")),
    Filters("exits", by=("destination",)),
    Filters("published_children_in_institutions", by=("area",)),
]
ADDRESS = "/api/v1/observations"


def query(filters: Filters) -> str:
    from data.filters import to_query

    return to_query(filters)


@pytest.fixture(scope="module")
def release(home):
    return open_release(home)


@pytest.mark.parametrize("filters", QUESTIONS, ids=lambda filters: filters.indicator)
def test_parquet_opened_again_is_what_was_measured(client, release, tmp_path, filters):
    path = tmp_path / "observations.parquet"
    path.write_bytes(client.get(f"{ADDRESS}.parquet?{query(filters)}").data)
    measured = measure(release, VISITOR, filters)
    with duckdb.connect() as connection:
        answer = connection.execute(f"select * from '{path}'")
        assert tuple(column[0] for column in answer.description) == columns(measured)
        read = answer.fetchall()
        kinds = dict(
            connection.execute(f"select column_name, column_type from (describe select * from '{path}')").fetchall()
        )
    assert [tuple(plain(value) for value in row) for row in read] == list(rows(measured, CODES))
    assert (kinds["value"], kinds["from"], kinds["state"]) == ("DOUBLE", "DATE", "VARCHAR")


def plain(value):
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize("lang", ["uk", "en"])
@pytest.mark.parametrize("filters", QUESTIONS, ids=lambda filters: filters.indicator)
def test_a_workbook_opened_again_is_what_was_measured(client, release, filters, lang):
    answer = client.get(f"{ADDRESS}.xlsx?{query(filters)}&lang={lang}")
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    data, notes, _definitions = book.worksheets
    measured = measure(release, VISITOR, filters)
    at = columns(measured).index("value")
    lines = list(data.iter_rows(min_row=2))
    assert len(lines) == len(measured.cells)
    for line, cell in zip(lines, measured.cells, strict=True):
        assert line[at].value == pytest.approx(cell.value) if cell.value is not None else line[at].value is None
        assert (line[at + 1].value, line[at + 2].value) == (cell.numerator, cell.denominator)
        assert line[at + 3].value
    told = " ".join(str(cell.value) for row in notes.iter_rows() for cell in row)
    assert release.info.id in told
    assert f"indicators?indicator={filters.indicator}" in told or filters.indicator == "children_in_institutions_rate"
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_a_workbook_has_a_chart_of_its_own_with_words_for_those_who_cannot_see_it(client):
    import zipfile

    answer = client.get(f"{ADDRESS}.xlsx?{query(QUESTIONS[0])}&lang=en")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as parts:
        drawing = parts.read("xl/drawings/drawing1.xml").decode()
        chart = parts.read("xl/charts/chart1.xml").decode()
    assert 'descr="Chart: Children in institutions' in drawing
    assert "barChart" in chart
    series = client.get(f"{ADDRESS}.xlsx?indicator=children_in_institutions&every=year").data
    with zipfile.ZipFile(io.BytesIO(series)) as parts:
        assert "lineChart" in parts.read("xl/charts/chart1.xml").decode()


def test_pages_together_are_the_whole_and_say_where_the_next_is(client):
    whole = client.get(f"{ADDRESS}?by=area,ministry").get_json()
    address, seen = f"{ADDRESS}?by=area,ministry&limit=25", []
    while address:
        answer = client.get(address)
        told = answer.get_json()
        assert (told["total"], answer.headers["X-Portal-Total"]) == (whole["total"], str(whole["total"]))
        assert told["offset"] == len(seen)
        seen += told["observations"]
        links = {part.split('rel="')[1][:-1]: part[1 : part.index(">")] for part in answer.headers["Link"].split(", ")}
        assert {"first", "last"} <= set(links)
        address = links.get("next")
    assert seen == whole["observations"]
    assert client.get(f"{ADDRESS}?limit=5&offset=9999999").get_json()["observations"] == []


@pytest.mark.parametrize(
    ("asked", "name", "allowed"),
    [
        ("indicator=happiness", "indicator", "children_in_institutions"),
        ("ministry=ATLANTIS", "ministry", "MES"),
        ("area=" + ",".join(f"UA{n}" for n in range(10_000)), "area", "at most 200 values"),
        ("area=UA1&" * 10_000, "area", "at most 100 parameters"),
        ("as_of=yesterday", "as_of", "a day as YYYY-MM-DD, 1900-01-01 to 2100-12-31"),
        ("as_of=0001-01-01", "as_of", "a day as YYYY-MM-DD, 1900-01-01 to 2100-12-31"),
        ("as_of=9999-12-31", "as_of", "a day as YYYY-MM-DD, 1900-01-01 to 2100-12-31"),
        ("from=2024-01-01&to=2020-01-01", "from", "a day not after 2020-01-01"),
        ("every=century", "every", "quarter"),
        ("population=everybody", "population", "24h"),
        ("by=colour", "by", "area"),
        ("release=../../etc", "release", None),
        ("limit=0", "limit", "a whole number from 1 to 10000"),
        ("offset=-1", "offset", "a whole number from 0 to 10000000"),
        ("legal_status=' or true --", "legal_status", "ORPHAN"),
    ],
)
@pytest.mark.parametrize("ending", ["", ".csv", ".xlsx", ".parquet"])
def test_what_does_not_exist_is_400_with_the_parameter_and_what_it_may_be(client, asked, name, allowed, ending):
    answer = client.get(f"{ADDRESS}{ending}?{asked}")
    told = answer.get_json()["error"]
    assert (answer.status_code, told["code"], told["parameter"]) == (400, "bad_filter", name)
    assert allowed is None or allowed in told["allowed"]
    assert len(answer.data) < 20_000


def test_what_is_not_published_says_what_to_drop(client):
    told = client.get(f"{ADDRESS}?indicator=children_in_institutions&by=area,legal_status&lang=en").get_json()["error"]
    assert (told["code"], told["drop"]) == ("not_published", ["legal_status"])
    assert told["message"].endswith("Take off: Legal status.")


def test_a_key_repeated_is_a_list(client):
    one = client.get(f"{ADDRESS}?by=ministry&ministry=MES&ministry=MSP").get_json()
    other = client.get(f"{ADDRESS}?by=ministry&ministry=MES,MSP").get_json()
    assert one == other


def test_a_table_without_numbers_says_which_filter_made_it_so(client):
    asked = f"{ADDRESS}?indicator=children_in_institutions&ministry=MES&type=BABY_HOME"
    told = client.get(asked).get_json()
    assert told["emptied_by"] == [["ministry"], ["type"]]
    assert "emptied_by" not in client.get(f"{ADDRESS}?by=area").get_json()


def test_the_list_of_institutions_is_everybodys_and_that_of_children_is_a_number(client):
    told = client.get("/api/v1/list?indicator=institutions_operating&limit=7").get_json()
    assert (told["why"], told["total"], len(told["rows"])) == ("", told["count"], 7)
    children = client.get("/api/v1/list?indicator=children_in_institutions&level=stays").get_json()
    assert (children["rows"], children["total"], children["why"]) == ([], 0, "no_right")
    assert (
        children["count"]
        == client.get(f"{ADDRESS}?indicator=children_in_institutions").get_json()["observations"][0]["value"]
    )


@pytest.mark.parametrize("asked", ["level=names", "every=year", f"limit={LONGEST_PAGE + 1}", "indicator=nothing"])
def test_a_list_refuses_what_makes_no_sense(client, asked):
    assert client.get(f"/api/v1/list?{asked}").status_code == 400
