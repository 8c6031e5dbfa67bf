"""The form as it was filled in: lenient, exact where it must be, and never an unforeseen error."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.incidents import filled
from data.incidents.filled import Filled
from data.incidents.model import Alleged, Channel, Kind, Reporter

TODAY, NOW = date(2026, 11, 28), datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
STEPS = {"NOTIFIED_POLICE": "Police told", "STOPPED": "Stopped"}
NAMES = [name for name in Filled.__dataclass_fields__ if name not in {"done", "times"}]


def report(asked: Filled, **more):
    known = {"areas": {"A1"}, "institutions": {"DEMO-1"}, "steps": STEPS, "language": "uk"}
    return filled.report_of(asked, NOW, **{**known, **more})


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([*NAMES, "done", "time_X", "files", "other"]), st.lists(st.text(max_size=30), max_size=3)
    )
)
def test_nonsense_is_read_checked_and_reported_without_an_error(sent):
    asked = filled.read(sent)
    filled.wrong(asked, TODAY)
    made = report(asked)
    assert made.text.encode() is not None
    assert made.kind in Kind
    assert made.alleged in Alleged


@pytest.mark.parametrize(
    ("typed", "kept", "wrong"),
    [
        (("", "", ""), "", None), (("", "", "2026"), "2026", None), (("", "3", "2026"), "2026-03", None),
        (("5", "11", "2026"), "2026-11-05", None), (("29", "2", "2024"), "2024-02-29", None),
        (("30", "2", "2024"), None, "date"), (("5", "", "2026"), None, "parts"), (("", "5", ""), None, "parts"),
        (("29", "11", "2026"), None, "future"), (("", "", "2027"), None, "future"), (("x", "1", "2026"), None, "date"),
        (("", "", "26"), None, "date"), (("", "13", "2026"), None, "date"),
    ],
)  # fmt: skip
def test_a_date_may_lack_its_day_or_month_but_must_be_one(typed, kept, wrong):
    asked = Filled(text="x", day=typed[0], month=typed[1], year=typed[2])
    assert dict(filled.wrong(asked, TODAY)).get("when") == wrong
    if wrong is None:
        assert report(asked).occurred == kept


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (Filled(), {"text": "empty"}), (Filled(text=" \n"), {"text": "empty"}),
        (Filled(kind="UNSURE"), {"text": "empty"}),
        (Filled(kind="NEGLECT"), {}), (Filled(text="x"), {}), (Filled(text="x" * 20_001), {"text": "long"}),
        (Filled(text="x", children="many"), {"children": "number"}),
        (Filled(text="x", children="0"), {"children": "number"}),
        (Filled(text="x", children="12"), {}), (Filled(text="x", times={"STOPPED": "25:00"}), {"time_STOPPED": "time"}),
        (Filled(text="x", times={"STOPPED": "9:05"}), {}), (Filled(text="x", contact="y" * 501), {"contact": "long"}),
    ],
)  # fmt: skip
def test_only_what_cannot_be_understood_is_sent_back(asked, expected):
    assert dict(filled.wrong(asked, TODAY)) == expected


def test_what_is_not_known_becomes_not_known():
    made = report(
        Filled(text="x", kind="NO", alleged="who", reporter="king", area="A9", institution="R-1", age_band="99")
    )
    assert (made.kind, made.alleged, made.reporter) == (Kind.UNSURE, Alleged.UNKNOWN, Reporter.UNSAID)
    assert (made.area, made.institution_id, made.age_band, made.channel) == ("", "", "", Channel.FORM)


def test_a_report_says_what_was_filled_in():
    asked = filled.read(
        {
            "attempt": ["a" * 24], "reporter": ["relative"], "area": ["A1"], "institution": ["DEMO-1"],
            "kind": ["SEXUAL"],
            "danger": ["yes"], "ongoing": ["no"], "children": ["2"], "age_band": ["3-6"], "alleged": ["staff"],
            "text": ["one\r\ntwo\0"], "done": ["STOPPED", "NOTIFIED_POLICE", "X", "STOPPED"], "time_STOPPED": ["9:05"],
            "contact": [" 067 "],
        }
    )  # fmt: skip
    made = report(asked, sender="person", quarantined=True)
    assert (made.kind, made.danger, made.ongoing, made.children) == (Kind.SEXUAL, True, False, 2)
    assert (made.area, made.institution_id, made.contact) == ("A1", "DEMO-1", "067")
    assert made.text == "one\ntwo\n\nStopped: 9:05"
    assert made.done == ("STOPPED", "NOTIFIED_POLICE")
    assert (made.sender, made.channel, made.quarantined) == ("person", Channel.STAFF, True)


def test_the_short_form_is_a_childs():
    assert report(Filled(text="x", short="child")).reporter is Reporter.CHILD


def test_nothing_typed_is_shown_by_accident():
    asked = Filled(
        text="SECRET",
        contact="SECRET",
        place="SECRET",
        alleged_text="SECRET",
        safe_time="SECRET",
        times={"a": "SECRET"},
    )
    assert "SECRET" not in repr(asked) + repr(report(asked))
