"""The import contract holds together: every column explained in both languages, every code it names known."""

import csv

import pytest

from data.sources.check import REFERENCE, dataset_of
from data.sources.datasets import FOLDER, Dataset, datasets

ALL = pytest.mark.parametrize("dataset", datasets().values(), ids=datasets().keys())


def test_every_file_is_a_dataset():
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(datasets())


@ALL
def test_everything_is_said_in_both_languages(dataset: Dataset):
    texts = [dataset.label, dataset.row]
    for column in dataset.columns:
        texts += [column.label, column.description, *(choice.label for choice in column.choices)]
    assert all(text.uk and text.en for text in texts)
    assert all(column.description.uk.endswith((".", ")")) for column in dataset.columns)


@ALL
def test_a_heading_means_one_column(dataset: Dataset):
    headings = [heading for column in dataset.columns for heading in column.headings]
    assert len(headings) == len(set(headings))


@ALL
def test_codes_come_from_the_vocabulary(dataset: Dataset):
    with (REFERENCE / "ua" / "vocabulary.csv").open(encoding="utf-8", newline="") as file:
        categories = {row["category"] for row in csv.DictReader(file)}
    assert {column.category for column in dataset.columns} - {""} <= categories


@ALL
def test_references_lead_to_datasets(dataset: Dataset):
    assert {column.refers for column in dataset.columns} - {""} <= set(datasets())


def test_the_contract_has_the_columns_agreed():
    dimensions = ["sex", "disability", "legal_status", "stay_mode", "admission_route", "reason", "home_region"]
    stay = ["placement_id", "child_id", "institution_id", "admitted_on", "left_on", "birth_month"]
    expected = [*stay, *dimensions, "exit_destination", "moved_to"]
    assert [column.code for column in datasets()["placements"].columns] == expected
    required = [column.code for column in datasets()["institutions"].columns if column.required]
    assert required == ["institution_id", "name_uk", "facility_type", "ministry", "region", "status"]


@pytest.mark.parametrize(
    ("name", "dataset"),
    [
        ("placements.csv", "placements"),
        ("Placements 2026-Q3.xlsx", "placements"),
        ("institution_events.csv", "institution_events"),
        ("institutions.csv", "institutions"),
        ("діти.csv", None),
    ],
)
def test_a_file_is_named_after_its_dataset(tmp_path, name, dataset):
    assert dataset_of(tmp_path / name) == dataset
