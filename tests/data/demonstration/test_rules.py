"""No row of the register breaks a rule of the import contract."""

import csv
import re
from pathlib import Path

import pytest

from geo.countries import country
from geo.locate import area_at
from geo.projection import albers
from geo.shapes import shapes

WORDS = Path("data/reference/ua/vocabulary.csv")
CODED = {
    ("institutions", "facility_type"): "facility_type",
    ("institutions", "ministry"): "ministry",
    ("institutions", "status"): "institution_status",
    ("institutions", "transformation_stage"): "transformation_stage",
    ("placements", "legal_status"): "legal_status",
    ("placements", "stay_mode"): "stay_mode",
    ("placements", "admission_route"): "admission_route",
    ("placements", "reason"): "placement_reason",
    ("placements", "exit_destination"): "exit_destination",
    ("family_care", "care_form"): "care_form",
    ("services", "service_type"): "community_service",
}
COLUMNS = {
    "institutions": "institution_id name_uk name_en facility_type ministry ownership region raion hromada latitude "
    "longitude capacity opened_on closed_on status transformation_stage relocated_to",
    "institution_events": "institution_id on event value note",
    "placements": "placement_id child_id institution_id admitted_on left_on birth_month sex disability legal_status "
    "stay_mode admission_route reason home_region exit_destination moved_to",
    "returns": "institution_id as_of children round_the_clock weekly day under_3 with_disability with_status staff",
    "family_care": "region as_of care_form children families",
    "services": "service_id service_type region hromada provider capacity places_used opened_on closed_on",
    "population": "region as_of age_band sex children source",
}


@pytest.fixture(scope="module")
def vocabulary():
    with WORDS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        category: {row["code"]: row for row in rows if row["category"] == category} for category in set(CODED.values())
    }


@pytest.fixture(params=["register", "small"])
def written(request):
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_columns_are_those_of_the_contract(written, name):
    assert list(written.tables[name].columns) == COLUMNS[name].split()


@pytest.mark.parametrize(("name", "column"), sorted(CODED))
def test_every_code_is_in_the_vocabulary(written, vocabulary, name, column):
    assert set(written.tables[name][column]) - {""} <= set(vocabulary[CODED[name, column]])


def test_types_belong_to_their_ministries(written, vocabulary):
    events = written.tables["institution_events"]
    changed = set(events.loc[events["event"] == "ministry", "institution_id"])
    frame = written.tables["institutions"]
    frame = frame[~frame["institution_id"].isin(changed)]
    parents = {code: row["parent_code"] for code, row in vocabulary["facility_type"].items()}
    assert (frame["facility_type"].map(parents) == frame["ministry"]).all()


def test_keys_are_unique(written):
    for name, keys in {
        "institutions": ["institution_id"],
        "institution_events": ["institution_id", "on", "event"],
        "placements": ["placement_id"],
        "returns": ["institution_id", "as_of"],
        "family_care": ["region", "as_of", "care_form"],
        "services": ["service_id"],
        "population": ["region", "as_of", "age_band", "sex"],
    }.items():
        assert not written.tables[name].duplicated(keys).any(), name


def test_names_are_plainly_invented(written):
    words, frame = written.calibration["words"], written.tables["institutions"]
    for lang in ("uk", "en"):
        patterns = [
            re.escape(words[f"{kind}_{lang}"]).replace(r"\{number\}", r"\d{3,}") for kind in ("institution", "renamed")
        ]
        assert frame[f"name_{lang}"].str.fullmatch("|".join(patterns)).all()
    assert frame["institution_id"].str.fullmatch(r"DEMO-\d{3,}").all()
    assert written.tables["placements"]["child_id"].str.fullmatch(r"c\d{7}").all()
    provider = re.escape(words["provider"]).replace(r"\{number\}", r"\d+")
    assert written.tables["services"]["provider"].str.fullmatch(provider).all()


def test_every_institution_stands_in_a_hromada_of_its_area(written):
    places, frame = country("ua").places, written.tables["institutions"]
    beyond = set(written.calibration["disruption"]["beyond"])
    for region, raion, hromada, closed, moved in frame[
        ["region", "raion", "hromada", "closed_on", "relocated_to"]
    ].itertuples(index=False):
        if not places.children_of(region):
            assert (raion, hromada) == ("", "")
            continue
        assert places.line(hromada) == (region, raion, hromada)
        assert closed or moved or raion not in beyond


def test_there_are_more_institutions_where_the_towns_are(register):
    places, frame = country("ua").places, register.tables["institutions"]
    divided = [code for code in frame["raion"] if code]
    seats = {place.code for place in country("ua").level(2) if place.seat}
    share = sum(code in seats for code in divided) / len(divided)
    assert 0.3 < share < 0.6
    assert len(set(divided)) > 100
    assert all(places.knows(code) for code in divided)


def test_invented_places_are_inside_the_area_where_the_institution_works(written):
    frame, cone = written.tables["institutions"], albers(country("ua").projection)
    for row in frame.itertuples():
        at = cone.forward(float(row.longitude), float(row.latitude))
        assert area_at(shapes("ua"), at) == (row.relocated_to or row.region)


def test_dates_of_a_stay_are_in_order(written):
    stays = written.stays
    assert (stays["birth"] <= stays["begins"]).all()
    assert (stays["begins"] < stays["adult"]).all()
    assert (stays["begins"] < stays["left"]).all()
    assert stays["admitted_on"].max() <= "2026-09-30"
    assert stays["left_on"].max() <= "2026-09-30"
    assert ((stays["left_on"] == "") == (stays["exit_destination"] == "")).all()


def test_no_child_is_in_two_places(written):
    stays = written.stays.sort_values(["child_id", "begins", "placement_id"])
    before = stays.groupby("child_id")["ends"].shift()
    assert (before.isna() | (before <= stays["begins"])).all()
    for column in ("birth_month", "sex", "disability", "home_region"):
        assert (stays.groupby("child_id")[column].nunique() == 1).all()


def test_stays_lie_within_the_life_of_their_institution(written):
    frame = written.tables["institutions"].set_index("institution_id")
    stays = written.stays
    assert set(stays["institution_id"]) <= set(frame.index)
    opened, closed = (stays["institution_id"].map(frame[column]) for column in ("opened_on", "closed_on"))
    assert (stays["admitted_on"] >= opened).all()
    assert ((closed == "") | ((stays["left_on"] != "") & (stays["left_on"] <= closed))).all()


def test_transfers_come_in_pairs(written):
    stays = written.tables["placements"]
    out = stays[stays["exit_destination"] == "EXIT_TRANSFER"]
    come = stays[stays["admission_route"] == "TRANSFER_IN"]
    assert len(out) > 50
    assert ((stays["moved_to"] != "") == (stays["exit_destination"] == "EXIT_TRANSFER")).all()
    left = set(zip(out["child_id"], out["left_on"], out["moved_to"], strict=True))
    assert left == set(zip(come["child_id"], come["admitted_on"], come["institution_id"], strict=True))
    assert len(left) == len(out) == len(come)
    assert (out["moved_to"] != out["institution_id"]).all()


def test_events_agree_with_the_registry(written):
    frame, events = written.tables["institutions"].set_index("institution_id"), written.tables["institution_events"]
    assert set(events["institution_id"]) <= set(frame.index)
    by_kind = {kind: group.set_index("institution_id") for kind, group in events.groupby("event")}
    closed = frame.loc[frame["closed_on"] != "", "closed_on"]
    assert by_kind["closed"]["on"].sort_index().equals(closed.rename("on").sort_index())
    moved = frame.loc[frame["relocated_to"] != "", "relocated_to"]
    assert by_kind["relocated"]["value"].sort_index().equals(moved.rename("value").sort_index())
    stage = events[events["event"] == "stage"].sort_values("on").drop_duplicates("institution_id", keep="last")
    stage = stage.set_index("institution_id")["value"]
    assert (frame.loc[stage.index, "transformation_stage"] == stage).all()
    newest = events[events["event"] == "ministry"].sort_values("on").drop_duplicates("institution_id", keep="last")
    assert (frame.loc[newest["institution_id"], "ministry"].to_numpy() == newest["value"].to_numpy()).all()
    assert events["on"].max() <= "2026-09-30"


def test_closed_institutions_do_not_work(written):
    frame = written.tables["institutions"]
    assert not frame.loc[frame["closed_on"] != "", "status"].isin(["OPERATING", "SUSPENDED", "EVACUATED_IN"]).any()
    assert (frame["capacity"].astype(int) > 0).all()


def test_returns_add_up(written):
    returns = written.tables["returns"]
    numbers = returns.drop(columns=["institution_id", "as_of"]).astype(int)
    assert (numbers[["round_the_clock", "weekly", "day"]].sum(axis=1) == numbers["children"]).all()
    assert (numbers[["under_3", "with_disability", "with_status"]].le(numbers["children"], axis=0)).all().all()
    assert set(returns["as_of"].str[5:]) == {"03-31", "06-30", "09-30", "12-31"}
    frame = written.tables["institutions"].set_index("institution_id")
    closed = returns["institution_id"].map(frame["closed_on"])
    assert ((closed == "") | (closed > returns["as_of"])).all()


def test_services_and_families_make_sense(written):
    services = written.tables["services"]
    assert (services["places_used"].astype(int) <= services["capacity"].astype(int)).all()
    assert ((services["closed_on"] == "") | (services["closed_on"] > services["opened_on"])).all()
    assert services["closed_on"].max() <= "2026-09-30"
    family = written.tables["family_care"]
    assert (family["families"].astype(int) <= family["children"].astype(int)).all()
