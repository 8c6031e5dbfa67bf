"""The monthly answer of an institution's staff: one click, once, only one's own, and nothing learnt of any case."""

import re

import pytest
from sqlalchemy import func, select

from data.incidents.tables import nil_returns
from data.records import audit
from tests.dashboard.cases import office, text_of
from tests.data.incidents import cast

__all__ = ["office"]
FORM = re.compile(r'name="institution" type="hidden" value="([^"]+)"><input name="month" type="hidden" value="([^"]+)"')


def kept(office) -> int:
    with office.store.read() as connection:
        return connection.execute(select(func.count()).select_from(nil_returns)).scalar_one()


def test_one_click_a_month(office):
    offered = FORM.findall(office.page("reporter", "/nil-return"))
    assert {institution for institution, _ in offered} == {cast.HOME}
    institution, month = offered[0]
    before = kept(office)
    for _ in range(2):
        answer = office.browser["reporter"].post("/nil-return", data={"institution": institution, "month": month})
        assert answer.status_code == 303
    assert kept(office) == before + 1
    assert (institution, month) not in FORM.findall(office.page("head", "/nil-return"))
    entry = next(one for one in audit.entries(office.store) if one.act == "nil_return.state")
    assert (entry.object, month in entry.detail) == (f"institution:{cast.HOME}", True)


@pytest.mark.parametrize(
    "forged",
    [{"institution": cast.SCHOOL}, {"institution": ""}, {"month": "2999-01"}, {"month": "2001-01"}, {"month": "x"}],
)
def test_only_ones_own_and_only_months_that_are_due(office, forged):
    institution, month = FORM.findall(office.page("reporter", "/nil-return"))[-1]
    before = kept(office)
    answer = office.browser["reporter"].post("/nil-return", data={"institution": institution, "month": month} | forged)
    assert answer.status_code == 404
    assert kept(office) == before


def test_cases_make_no_difference(office):
    before = office.page("head", "/nil-return")
    cast.case(office.store)
    assert office.page("head", "/nil-return") == before
    assert "canary" not in before


@pytest.mark.parametrize("who", ["officer", "coordinator"])
def test_it_is_for_staff_of_institutions(office, who):
    assert office.browser[who].get("/nil-return").status_code == 404


def test_the_way_there_is_in_the_account(office):
    assert 'href="/nil-return"' in office.page("head", "/account")
    assert 'href="/nil-return"' not in office.page("officer", "/account")
    assert "За місяць повідомлень не було" in text_of(office.page("head", "/nil-return"))
