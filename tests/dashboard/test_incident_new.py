"""An officer writes down what was told by phone: a case with all of it, or a sentence at each field that is wrong."""

import re

import pytest

from data.incidents import actions, queries
from data.incidents.model import Channel, Kind, State
from tests.dashboard.cases import office
from tests.data.incidents import cast

__all__ = ["office"]
TOLD = {
    "attempt": "an-attempt-of-one-form-only", "area": cast.AREA, "kind": "PHYSICAL", "alleged": "staff",
    "reporter": "relative", "danger": "no", "ongoing": "yes", "occurred": "2026-01", "children": "2", "age": "7-17",
    "text": "what was told", "contact": "a telephone", "safe_time": "evenings",
}  # fmt: skip


def cases(office) -> int:
    return sum(queries.counts(office.store, office.scope["officer"]).values())


def test_first_where_then_what(office):
    assert "/incidents/new" in office.page("officer", "/incidents")
    assert f'value="{cast.AREA}"' in office.page("officer", "/incidents/new")
    page = office.page("officer", f"/incidents/new?area={cast.AREA}")
    assert 'value="DEMO-' in page
    assert 'name="attempt"' in page
    assert 'name="text"' in office.page("officer", "/incidents/new?area=unknown")


def test_it_becomes_a_case_once(office):
    page = office.page("officer", f"/incidents/new?area={cast.AREA}")
    attempt = re.search(r'name="attempt" type="hidden" value="([^"]+)"', page)[1]
    institution = re.search(r'<option value="(DEMO-[^"]+)"', page)[1]
    before = cases(office)
    sent = TOLD | {"attempt": attempt, "institution": institution, "done": ["STOPPED", "FORGED"]}
    first, again = (office.browser["officer"].post("/incidents/new", data=sent) for _ in range(2))
    assert first.status_code == again.status_code == 303
    assert first.headers["Location"] == again.headers["Location"]
    assert cases(office) == before + 1
    case_id = re.search(r"/incidents/([\w-]+)\?", first.headers["Location"])[1]
    made = queries.case(office.store, office.scope["officer"], case_id)
    assert (made.kind, made.channel, made.state, made.children) == (Kind.PHYSICAL, Channel.OFFICER, State.NEW, 2)
    assert (made.institution_id, made.area, made.danger, made.ongoing) == (institution, cast.AREA, False, True)
    told = office.page("officer", first.headers["Location"])
    assert "what was told" in told
    assert "a telephone" not in told
    contact = actions.reveal_contact(office.store, case_id, by=office.scope["officer"], reason="to call back")
    assert "a telephone" in str([(part.text, part.fields) for part in contact])


@pytest.mark.parametrize(
    ("field", "value"),
    [("kind", ""), ("kind", "OTHER"), ("alleged", "x"), ("reporter", ""), ("danger", ""), ("text", "  "),
     ("occurred", "yesterday"), ("occurred", "2999"), ("occurred", "2026-13"), ("occurred", "2026-02-30"),
     ("children", "0"), ("children", "1000"), ("children", "two"), ("children", "-1")],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_made(office, field, value):
    before = cases(office)
    answer = office.browser["officer"].post("/incidents/new", data=TOLD | {field: value})
    assert answer.status_code == 422
    assert f'id="error-{field}"' in answer.text
    assert "evenings" in answer.text
    assert cases(office) == before


@pytest.mark.parametrize(
    "forged", [{"area": "UA99"}, {"institution": "DEMO-001' or 1=1"}, {"attempt": "x"}, {"age": "99"}]
)
def test_forged_codes_are_left_out(office, forged):
    answer = office.browser["officer"].post(
        "/incidents/new", data=TOLD | {"attempt": "z" * 30 + str(len(str(forged)))} | forged
    )
    assert answer.status_code == 303
    case_id = re.search(r"/incidents/([\w-]+)\?", answer.headers["Location"])[1]
    made = queries.case(office.store, office.scope["officer"], case_id)
    assert made.institution_id == ""
    assert made.age_band in {"", "7-17"}


@pytest.mark.parametrize("who", ["coordinator", "head"])
def test_it_is_for_officers(office, who):
    assert office.browser[who].get("/incidents/new").status_code == 404
    assert office.browser[who].post("/incidents/new", data=TOLD).status_code == 404
