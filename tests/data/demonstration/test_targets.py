"""The register meets the published figures within 2 %, counted independently of the portal."""

import pandas as pd
import pytest

from data.demonstration import SEED
from geo.countries import country

WITHIN = 0.02
STATUS_SHARE_2018 = 0.08
YEAR_ENDS = [f"{year}-12-31" for year in range(2013, 2026)]


def near(value: float) -> object:
    """`value` within 2 %."""
    return pytest.approx(value, rel=WITHIN)


@pytest.mark.parametrize(
    ("day", "everyone"),
    [("2013-12-31", 105_783), ("2015-09-01", 99_915), ("2022-02-24", 105_459), ("2025-10-17", 82_599)],
)
def test_children_of_all_stays(register, day, everyone):
    assert len(register.inside(day)) == near(everyone)


@pytest.mark.parametrize(("day", "clock"), [("2022-02-24", 47_308), ("2025-10-17", 24_916)])
def test_children_round_the_clock(register, day, clock):
    assert register.inside(day)["clock"].sum() == near(clock)


def test_children_with_status(register):
    inside = register.inside("2025-10-17")
    assert inside["status"].sum() == near(4_055)
    assert inside.loc[inside["status"], "clock"].all()
    inside = register.inside("2018-12-31")
    assert inside["status"].mean() == near(STATUS_SHARE_2018)
    assert len(inside) == near(104_000)


def test_round_the_clock_with_parents(register):
    inside = register.inside("2025-10-17")
    assert (inside["legal_status"] == "HAS_PARENTS")[inside["clock"]].sum() == near(20_861)


@pytest.mark.parametrize(
    ("day", "kind", "children"),
    [("2025-10-17", "BABY_HOME", 757), ("2018-12-31", "CHILD_HOME", 1_238), ("2018-12-31", "BOARD_ORPHAN", 484)],
)
def test_children_of_a_type(register, day, kind, children):
    assert (register.inside(day)["type"] == kind).sum() == near(children)


def test_children_of_the_health_ministry(register):
    inside = register.inside("2025-10-17")
    assert (inside["institution_id"].map(register.ministry("2025-10-17")) == "MOH").sum() == near(757)


@pytest.mark.parametrize(
    ("day", "institutions"), [("2013-12-31", 751), ("2019-12-31", 718), ("2022-02-24", 727), ("2025-10-17", 683)]
)
def test_institutions_operating(register, day, institutions):
    assert len(register.operating(day)) == near(institutions)


def test_institutions_by_ministry(register):
    operating = register.operating("2019-12-31")["institution_id"]
    counts = operating.map(register.ministry("2019-12-31")).value_counts()
    assert counts["MES"] == near(555)
    assert counts["MSP"] == near(125)
    assert counts["MOH"] == near(38)
    assert "OTHER" not in counts
    assert (register.operating("2022-02-24")["ministry"] == "OTHER").sum() > 20


def test_children_with_a_disability(register):
    inside = register.inside("2025-10-17")
    assert (inside["disability"] == "YES").sum() == near(14_631)


@pytest.mark.parametrize("day", [*YEAR_ENDS, "2022-02-24", "2025-10-17", "2026-09-30"])
def test_a_little_over_a_sixth_have_a_disability(register, day):
    assert (register.inside(day)["disability"] == "YES").mean() == pytest.approx(0.175, abs=0.005 + WITHIN * 0.175)


def test_most_were_sent_home_within_weeks_and_came_back(register):
    stays = register.stays
    weeks = (stays["left_on"] > "2022-02-24") & (stays["left_on"] <= "2022-04-30")
    home = stays[weeks & (stays["exit_destination"] == "EXIT_FAMILY")]
    assert home["child_id"].nunique() == near(96_454)
    assert set(home["placement_id"]) <= set(register.inside("2022-02-24")["placement_id"])
    later = stays[(stays["admitted_on"] > "2022-04-30") & stays["child_id"].isin(home["child_id"])]
    assert later["child_id"].nunique() > 0.6 * len(home)
    assert len(register.inside("2022-04-30")) < 12_000
    assert len(register.inside("2023-12-31")) > 78_000


def test_areas_follow_the_published_boarders(register):
    published = pd.read_csv("data/reference/ua/published.csv", dtype=str, keep_default_na=False)
    boarders = published[published["indicator"] == register.calibration["places"]["boarders"]]
    shares = boarders.set_index("region")["value"].astype(float).pipe(lambda value: value / value.sum())
    inside = register.inside("2022-02-24")["institution_id"].map(register.area("2022-02-24"))
    counted = inside.value_counts(normalize=True)
    assert set(counted.index) == set(shares.index)
    assert (counted / shares - 1).abs().max() < WITHIN


def test_nothing_from_where_nothing_is_known(register):
    silent = {area.code for area in country("ua").areas if not area.population_published}
    assert len(silent) == 2
    for name in ("institutions", "family_care", "services", "population"):
        assert not silent & set(register.tables[name]["region"])
    lost = register.calibration["disruption"]["lost"]
    assert not (register.inside("2022-07-03")["institution_id"].map(register.area("2022-07-03")) == lost).any()
    family = register.tables["family_care"]
    assert not ((family["region"] == lost) & (family["as_of"] > "2022-09-01")).any()


def test_the_pilot_closed_four_institutions(register):
    pilot = register.calibration["pilot"]["area"]
    frame = register.tables["institutions"]
    closed = frame[(frame["region"] == pilot) & (frame["closed_on"] != "")]
    assert len(closed) == 4
    assert set(closed["transformation_stage"]) == {"CLOSED_TRANSFORMED"}
    assert closed["closed_on"].between("2018-01-01", "2021-12-31").all()
    stays = register.stays[register.stays["institution_id"].isin(closed["institution_id"])]
    to_family = stays["exit_destination"].isin(["EXIT_FAMILY", "EXIT_FAMILY_CARE", "EXIT_ADOPTED"])
    years = stays["left_on"].between("2018-01-01", "2021-12-31")
    assert stays[to_family & years]["child_id"].nunique() == near(462)


def test_half_a_million_stays(register):
    assert 450_000 <= len(register.stays) <= 600_000


def test_family_based_care_meets_the_published_figures(register):
    family = register.tables["family_care"].assign(children=lambda f: f["children"].astype(int))
    totals = family.groupby(["as_of", "care_form"])["children"].sum().unstack()
    assert totals.loc["2018-12-31", "GUARD"] == near(50_766)
    assert totals.loc["2018-12-31", ["FOSTER", "DBST"]].sum() == near(13_943)
    assert totals.loc["2024-03-31", "DBST"] == near(8_930)
    assert totals.loc["2025-06-30":"2025-09-30", "PATRONAT"].mean() == near(1_065)
    forms = totals.loc["2025-06-30"].sum()
    assert forms / (forms + register.inside("2025-06-30")["status"].sum()) == near(0.912)


def test_children_of_the_areas(register):
    reference = pd.read_csv("data/reference/ua/population.csv", dtype=str, keep_default_na=False)
    keys = ["region", "as_of", "age_band", "sex"]
    demo = register.tables["population"]
    same = demo[demo["as_of"] == "2022-01-01"].merge(reference, on=keys, suffixes=("", "_published"))
    assert len(same) == len(reference)
    assert (same["children"] == same["children_published"]).all()
    totals = demo.assign(children=demo["children"].astype(int)).groupby("as_of")["children"].sum()
    assert totals["2013-01-01"] == near(7_990_000)
    assert totals["2018-01-01"] == near(7_620_000)
    assert totals["2026-01-01"] == near(6_000_000)
    label = register.calibration["words"]["population_source"]
    assert (demo.loc[demo["as_of"] != "2022-01-01", "source"] == label).all()


def test_release_says_what_it_is(register):
    import tomllib

    release = tomllib.loads((register.folder / "release.toml").read_text(encoding="utf-8"))
    assert release["demonstration"] is True
    assert release["covers_to"].isoformat() == "2026-09-30"
    assert release["seed"] == SEED
    assert release["made_by"]
