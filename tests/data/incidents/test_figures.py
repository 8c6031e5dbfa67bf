"""The way of a case into the figures: records → files in the import format → a release → measure."""

from datetime import date, timedelta

from data.access import EVERYTHING
from data.filters import Filters
from data.incidents import nil_returns
from data.incidents.figures import write_figures
from data.incidents.model import Kind, State
from data.indicators.measure import measure
from data.records.keys import write_secret
from data.warehouse.build import build
from data.warehouse.release import open_release
from tests.data.incidents import cast
from tests.data.register import write_folder


def released(tmp_path, paths):
    folder = write_folder(
        tmp_path / "given",
        covers_to=date(2026, 12, 31),
        demonstration=False,
        institutions=[{"institution_id": cast.HOME}],
        placements=[{"institution_id": cast.HOME}],
    )
    info = build(folder, tmp_path / "home", recorded=paths)
    return open_release(tmp_path / "home", info.id)


def counted(release, code, **asked):
    measured = measure(release, EVERYTHING, Filters(code, date(2026, 12, 31), **asked))
    return {(cell.area, *(code for _, code in cell.dimensions)): cell.value for cell in measured.cells if cell.value}


def test_cases_become_figures_without_a_word_of_what_was_told(store, officer, second, rules, tmp_path):
    cast.working(store, State.CLOSED, officer, second)
    cast.working(store, State.MERGED, officer, second)
    cast.case(store, kind=Kind.UNSURE, institution_id="NOT-IN-THE-REGISTER", area=cast.OTHER_AREA, occurred="2026-11")
    cast.case(store, institution_id="", area="")
    paths = write_figures(store, rules, tmp_path)
    told = paths["incidents"].read_text(encoding="utf-8")
    assert not [canary for canary in cast.CANARY.values() if canary in told]
    write_secret(tmp_path / "home" / "secret")
    release = released(tmp_path, paths)
    by_area = counted(release, "incident_reports", by=("area",))
    assert by_area == {(cast.AREA,): 2, (cast.OTHER_AREA,): 1}, "merged ones count once, those without an area nowhere"
    assert counted(release, "incident_reports", by=("abuse",))[("UA", "UNSURE")] == 1
    assert counted(release, "incidents_confirmed_rate", by=("area",)) == {(cast.AREA,): 1000}


def test_a_nil_return_ends_silence(store, head, rules, tmp_path):
    today = store.clock().date()
    month = nil_returns.months_due(today)[0]
    nil_returns.state(store, cast.HOME, month, by=head, today=today)
    paths = write_figures(store, rules, tmp_path)
    assert paths["nil_returns"].read_text("utf-8").splitlines() == ["institution_id,month", f"{cast.HOME},{month}"]


def test_invented_cases_stay_out_of_real_figures(store, rules, tmp_path):
    from sqlalchemy import update

    from data.incidents.tables import incidents

    case_id = cast.case(store)
    with store.write() as connection:
        connection.execute(update(incidents).where(incidents.c.id == case_id).values(demonstration=True))
    paths = write_figures(store, rules, tmp_path)
    assert len(paths["incidents"].read_text("utf-8").splitlines()) == 1


def test_hours_and_days_are_plausible(store, officer, second, rules, clock, tmp_path):
    case_id = cast.case(store, occurred=(store.clock().date() + timedelta(days=2)).isoformat())
    assert case_id
    (line,) = write_figures(store, rules, tmp_path)["incidents"].read_text("utf-8").splitlines()[1:]
    assert line.split(",")[4] == "", "an event after its report is not told to the figures"
