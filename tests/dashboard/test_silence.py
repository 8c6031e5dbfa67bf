"""The list of silent institutions: who may read it, what ends silence, and that reading it is recorded."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from data.access import Extent, Holding, Role, Scope
from data.errors import NotFound
from data.incidents import nil_returns
from data.incidents.silence import Silent, silent
from data.records import audit
from data.warehouse.release import Release
from geo.duties import Silence
from tests.dashboard.cases import office, text_of
from tests.data.incidents import cast
from tests.data.register import release_from

__all__ = ["office"]
TODAY = date(2026, 11, 20)
RULE = Silence(3, 2.0)
QUIET, NEVER = "QUIET", "NEVER"


@pytest.fixture(scope="module")
def release(tmp_path_factory) -> Release:
    names = (QUIET, NEVER, "SPOKE", "EMPTY")
    return release_from(
        tmp_path_factory.mktemp("silence"),
        covers_to=date(2026, 9, 30),
        institutions=[
            {"institution_id": name, "region": cast.OTHER_AREA if name == NEVER else cast.AREA} for name in names
        ],
        placements=[{"institution_id": name} for name in names[:3] for _ in range(100 if name == QUIET else 10)],
        incidents=[
            {"institution_id": QUIET, "reported_on": "2026-01-15"},
            {"institution_id": "SPOKE", "reported_on": "2026-09-15"},
        ],
    )


def found(release, office, who="officer") -> dict[str, Silent]:
    return {one.institution_id: one for one in silent(release, office.store, office.scope[who], RULE, TODAY)}


def test_what_is_heard_ends_silence_and_size_says_what_to_expect(release, office):
    told = found(release, office)
    assert set(told) == {QUIET, NEVER}
    assert told[QUIET] == Silent(QUIET, cast.AREA, "MES", 100, date(2026, 1, 15), 10, 100 / 100 * 2 * 10 / 12)
    assert told[NEVER].heard is None
    assert list(told) == [QUIET, NEVER], "the more was expected, the sooner to check"


def test_a_nil_return_and_a_report_since_the_release_count(release, office):
    month = nil_returns.months_due(TODAY)[0]
    head = cast.person(office.store, "head of QUIET", Holding(Role.HEAD, Extent(institutions=frozenset({QUIET}))))
    later = replace(RULE, months=1)
    before = {one.institution_id for one in silent(release, office.store, office.scope["officer"], later, TODAY)}
    nil_returns.state(office.store, QUIET, month, by=head, today=TODAY)
    cast.case(office.store, institution_id="SPOKE", received_at=datetime(2026, 11, 18, tzinfo=UTC))
    after = {one.institution_id for one in silent(release, office.store, office.scope["officer"], later, TODAY)}
    assert (before - after, after) == ({QUIET, "SPOKE"}, {NEVER})


def test_whoever_heads_an_institution_learns_nothing_of_it(release, office):
    head = Holding(Role.HEAD, Extent(frozenset({cast.OTHER_AREA}), None, frozenset({NEVER})))
    later = replace(RULE, months=1)
    both = Scope("p", frozenset({Holding(Role.OFFICER), head}))
    assert NEVER not in {one.institution_id for one in silent(release, office.store, both, later, TODAY)}
    assert NEVER in {one.institution_id for one in silent(release, office.store, office.scope["officer"], later, TODAY)}


@pytest.mark.parametrize("who", ["coordinator", "head", "reporter"])
def test_it_is_for_those_alone_who_work_on_reports(release, office, who):
    with pytest.raises(NotFound):
        found(release, office, who)
    assert office.browser[who].get("/incidents/silence").status_code == 404


def test_the_page_says_check_and_is_recorded(office):
    page = text_of(office.page("officer", "/incidents/silence?lang=en"))
    assert "Silence accuses nobody" in page
    assert "Demonstration data" in page
    newest = audit.entries(office.store, person_id=office.id("officer"), limit=1)[0]
    assert (newest.act, newest.object) == ("incident.silence", "incident:silence")
