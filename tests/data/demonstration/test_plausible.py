"""The register behaves as one would expect between the published days."""

import numpy as np
import pandas as pd
import pytest

FAMILY = ["EXIT_FAMILY", "EXIT_FAMILY_CARE", "EXIT_ADOPTED"]
NOT_COUNTED = ["", "EXIT_TRANSFER", "EXIT_DEATH", "EXIT_AGE18"]


def test_no_jump_between_years_but_the_disruption(register):
    counts = {year: len(register.inside(f"{year}-12-31")) for year in range(2013, 2026)}
    changes = {year: counts[year] / counts[year - 1] - 1 for year in range(2014, 2026) if year not in (2022, 2023)}
    assert max(map(abs, changes.values())) < 0.05


def test_summer_does_not_empty_the_schools(register):
    for year in (2014, 2017, 2019, 2021, 2025):
        spring, summer, autumn = (len(register.inside(f"{year}-{end}")) for end in ("03-31", "06-30", "09-30"))
        assert 0.96 < summer / spring < 1.0
        assert 0.96 < autumn / spring < 1.02


def test_admissions_peak_when_the_school_year_starts(register):
    new = register.stays[(register.stays["admitted_on"] >= "2013-01-01")]
    months = new["admitted_on"].str[5:7].value_counts(normalize=True)
    assert months.idxmax() == "09"
    assert months["09"] > 0.25


def test_children_stay_for_years(register):
    inside = register.inside("2019-12-31")
    years = (np.datetime64("2019-12-31").astype(int) - inside["begins"]) / 365.25
    assert years[inside["type"] == "BOARD_SPECIAL"].mean() > 3
    assert years[inside["type"] == "CSPR"].mean() < 0.5


def test_few_are_under_three_and_fewer_every_few_years(register):
    days = ("2014-12-31", "2018-12-31", "2021-12-31", "2024-12-31", "2026-09-30")
    counts = []
    for day in days:
        birth = register.inside(day)["birth_month"]
        counts.append(
            int(
                (
                    birth.str[:4].astype(int) * 12 + birth.str[5:7].astype(int) > int(day[:4]) * 12 + int(day[5:7]) - 36
                ).sum()
            )
        )
    assert counts == sorted(counts, reverse=True)
    assert counts[0] < 3_000
    assert counts[-1] < 700


def test_more_leave_to_families_as_the_reform_goes_on(register):
    stays = register.stays[~register.stays["exit_destination"].isin(NOT_COUNTED)]
    share = stays["exit_destination"].isin(FAMILY).groupby(stays["left_on"].str[:4]).mean()
    assert share["2013"] < share["2018"] < share["2021"] < share["2025"]
    assert share["2022"] > 0.9


def test_ages_fit_the_type(register):
    inside = register.inside("2021-12-31")
    age = (np.datetime64("2021-12-31").astype(int) - inside["birth"]) / 365.25
    assert age[inside["type"] == "BABY_HOME"].quantile(0.99) < 6
    assert age[inside["type"] == "BOARD_LYCEUM"].min() > 11.5
    assert age[inside["type"].isin(["SPECIAL_SCHOOL", "BOARD_SPECIAL"])].min() > 5.5
    assert age.max() < 18


def test_decline_goes_on(register):
    assert len(register.inside("2026-09-30")) == pytest.approx(79_000, rel=0.02)


def test_renaming_closes_nothing(register):
    events = register.tables["institution_events"]
    renamed = set(events.loc[events["event"] == "renamed", "institution_id"])
    frame = register.tables["institutions"].set_index("institution_id")
    assert len(renamed) > 40
    assert (frame.loc[sorted(renamed), "transformation_stage"] == "RENAMED_ONLY").all()
    assert (frame.loc[sorted(renamed), "closed_on"] == "").all()


def test_institutions_were_moved_with_their_children(register):
    frame = register.tables["institutions"]
    moved = frame[frame["relocated_to"] != ""]
    assert len(moved) >= 10
    assert (moved["relocated_to"] != moved["region"]).all()
    inside = register.inside("2025-10-17")["institution_id"].value_counts()
    assert moved["institution_id"].isin(inside.index).mean() > 0.8


def test_returns_agree_with_the_stays(register):
    returns = register.tables["returns"].astype({"children": int, "round_the_clock": int, "with_status": int})
    for quarter in ("2019-12-31", "2022-03-31", "2025-09-30", "2026-06-30"):
        given = returns[returns["as_of"] == quarter].set_index("institution_id")
        inside = register.inside(quarter)
        groups = inside.groupby("institution_id")
        counted = pd.DataFrame({"all": groups.size(), "clock": groups["clock"].sum(), "status": groups["status"].sum()})
        counted = counted.reindex(given.index, fill_value=0)
        assert (given["children"] == counted["all"]).all()
        assert (given["round_the_clock"] == counted["clock"]).all()
        assert (given["with_status"] == counted["status"]).all()


def test_a_few_returns_never_came_and_one_area_is_silent(register):
    returns, part = register.tables["returns"], register.calibration["returns"]
    silent = part["silent_on"].isoformat()
    area = register.area(silent)
    owing = register.operating(silent)["institution_id"]
    given = set(returns.loc[returns["as_of"] == silent, "institution_id"])
    quiet = owing[owing.map(area) == part["silent_area"]]
    assert len(quiet) > 5
    assert not set(quiet) & given
    others = owing[owing.map(area) != part["silent_area"]]
    assert 0.01 < 1 - others.isin(given).mean() < 0.06


def test_services_grow(register):
    opened = register.tables["services"]["opened_on"].str[:4].value_counts().sort_index()
    assert opened.index.min() == "2018"
    assert opened["2024"] > opened["2019"] > 0
