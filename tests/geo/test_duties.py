"""What the law asks for is read from the pack; a pack that does not make sense says where."""

import csv
from datetime import date, timedelta

import pytest

from geo.countries import FOLDER
from geo.duties import Applies, Trust, duties, read_duties
from geo.errors import GeoError, UnknownCountry
from tests.architecture.source import ROOT

PACKS = sorted(path.parent.name for path in FOLDER.glob("*/incidents.toml"))
UKRAINE = FOLDER / "ua" / "incidents.toml"


@pytest.fixture
def written(tmp_path):
    """Ukraine's file with one place changed, read."""

    def read(old, new):
        text = UKRAINE.read_text(encoding="utf-8")
        assert old in text
        (tmp_path / "incidents.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
        return read_duties(tmp_path / "incidents.toml", "Europe/Kyiv")

    return read


@pytest.mark.parametrize("code", PACKS)
def test_every_step_is_whole(code):
    known = duties(code)
    assert [duty.order for duty in known.steps] == list(range(1, len(known.steps) + 1))
    for duty in known.steps:
        assert "'" not in duty.label.uk + duty.who.uk + duty.source.uk, "the typographic apostrophe is used"
        assert duty.url or duty.confidence is Trust.MEDIUM
        assert known.step(duty.code) is duty
    with pytest.raises(KeyError):
        known.step("NOTHING")


def test_ukraines_terms_are_those_that_were_seen():
    known = {duty.code: duty for duty in duties("ua").steps}
    at_once = {code for code, duty in known.items() if duty.hours == 0}
    assert at_once == {"STOPPED", "NOTIFIED_POLICE", "NOTIFIED_HEAD"}
    assert known["NOTIFIED_SSD"].hours == 24
    assert known["NOTIFIED_SSD"].applies is Applies.CHILD_INVOLVED
    unknown = {code for code, duty in known.items() if duty.hours is None}
    assert unknown == {"COMMISSION", "ON_REGISTER", "NEEDS_ASSESSED", "PLAN"}
    assert all(known[code].confidence is Trust.MEDIUM for code in unknown | {"SAFETY_ASSESSED", "REMOVED"})
    assert "head" in known["NOTIFIED_HEAD"].unless


def test_steps_and_kinds_are_the_vocabularys_own():
    with (ROOT / "data" / "reference" / "ua" / "vocabulary.csv").open(encoding="utf-8") as file:
        terms = {(row["category"], row["code"]) for row in csv.DictReader(file)}
    known = duties("ua")
    assert {("case_workflow", duty.code) for duty in known.steps} <= terms
    assert {("abuse_incident", kind) for kind in known.severe_kinds} <= terms


def test_the_first_level_has_a_quarter_of_an_hour_when_a_child_is_in_danger():
    first, *rest = duties("ua").acknowledge
    assert (first.wait(True), first.wait(False)) == (timedelta(minutes=15), timedelta(hours=2))
    assert all(before.roles <= after.roles for before, after in zip([first, *rest], rest, strict=False))


def test_holidays_are_suspended_since_martial_law():
    assert duties("ua").days_off.suspended == ((date(2022, 2, 24), None),)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('applies = "always"', 'applies = "sometimes"', "applies"),
        ('confidence = "high"', 'confidence = "certain"', "confidence"),
        ("hours = 24", "hours = -1", "hours"),
        ("hours = 24", 'hours = "soon"', "hours"),
        ("told = true", 'told = "yes"', "told"),
        ('code = "PLAN"', 'code = "STOPPED"', "steps"),
        ("danger_minutes = 15", "danger_minutes = 0", "danger_minutes"),
        ("weekend = [5, 6]", "weekend = [5, 7]", "weekend"),
        ("weekend = [5, 6]", "weekend = [0, 1, 2, 3, 4, 5, 6]", "weekend"),
        ('"12-25"', '"12-32"', "fixed"),
        ("since = 2022-02-24", "since = 2022-02-24\nuntil = 2021-01-01", "until"),
        ("since = 2022-02-24", 'since = "then"', "since"),
        ("digest_hour = 8", "digest_hour = 24", "digest_hour"),
        ("orthodox_easter = [0, 49]", "orthodox_easter = [0.5]", "orthodox_easter"),
        ("moved = true", "", "moved"),
    ],
)
def test_a_broken_pack_says_where(written, old, new, said):
    with pytest.raises(GeoError, match=said):
        written(old, new)


def test_martial_law_may_end(written):
    assert written("since = 2022-02-24", "since = 2022-02-24\nuntil = 2027-01-31").days_off.suspended == (
        (date(2022, 2, 24), date(2027, 1, 31)),
    )


def test_an_unknown_country():
    with pytest.raises(UnknownCountry):
        duties("xx")
