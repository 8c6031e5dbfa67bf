"""SEC-09: whoever is implicated finds no trace of the case: in lists, counts, search, log, files, audit, alerts."""

import pytest
from sqlalchemy import select, update

from data.access import Extent, Holding, Role
from data.errors import NotFound, NotMovable, SecondPersonNeeded, TextNeeded
from data.incidents import actions, queries, recipients, returning, teams
from data.incidents.model import Addition, Outcome, PartKind, State
from data.incidents.tables import incident_excluded, incidents, notices, outbox
from data.incidents.taking import take_addition, take_in
from data.incidents.workflow import Act
from data.people.people import scope_of
from data.records import audit_search
from data.records.audit_search import Search
from data.records.tables import role_grants
from tests.data.incidents import cast
from tests.data.incidents.test_workflow import DO

OWN = Extent(institutions=frozenset({cast.HOME}))
THERE = Extent(frozenset({cast.AREA}), institutions=frozenset({cast.HOME}))
IMPLICATED = {
    "head": [Holding(Role.HEAD, OWN)],
    "head of its area": [Holding(Role.HEAD, THERE)],
    "deputy": [Holding(Role.REPORTER, OWN)],
    "head and officer": [Holding(Role.HEAD, OWN), Holding(Role.OFFICER)],
    "deputy and ombudsman": [Holding(Role.REPORTER, THERE), Holding(Role.OMBUDSMAN)],
    "head of all and officer": [Holding(Role.HEAD), Holding(Role.OFFICER)],
    "head, auditor and administrator": [Holding(Role.HEAD, OWN), Holding(Role.AUDITOR), Holding(Role.ADMINISTRATOR)],
    "head, coordinator and ministry": [
        Holding(Role.HEAD, OWN), Holding(Role.COORDINATOR), Holding(Role.MINISTRY), Holding(Role.OFFICER),
    ],
}  # fmt: skip


def traces(store, who, case_id, part_id, blobs) -> list[str]:
    """Everything by which somebody could learn of the case."""
    number = "2026-0001"
    found = [f"queue {state}" for state in State if queries.queue(store, who, state)]
    found += [f"mine {state}" for state in State if queries.queue(store, who, state, mine=True)]
    found += [f"search {state}" for state in State if queries.queue(store, who, state, search=number)]
    found += ["counts"] if any(queries.counts(store, who).values()) else []
    found += ["changes"] if queries.changed_since(store, who, 0) != (0, ()) else []
    asked = {
        "case": lambda: queries.case(store, who, case_id),
        "number": lambda: queries.numbered(store, who, number),
        "parts": lambda: queries.parts(store, who, case_id, blobs),
        "file": lambda: queries.attachment(store, who, case_id, part_id, blobs),
        "log": lambda: queries.log(store, who, case_id),
        "contact": lambda: actions.reveal_contact(store, case_id, by=who, reason="why"),
        **{f"act {act}": lambda act=act: DO[act](store, case_id, by=who, seen=None) for act in Act if act != Act.MERGE},
    }
    for name, ask in asked.items():
        try:
            ask()
        except NotFound:
            continue
        except (NotMovable, SecondPersonNeeded):  # so there is a case
            pass
        found.append(name)
    with store.read() as connection:
        row = connection.execute(select(incidents).where(incidents.c.id == case_id)).mappings().one()
        reached = {person for level in range(4) for person in recipients.recipients(connection, row, level)}
        found += ["alerts"] if who.person_id in reached | recipients.followers(connection, row) else []
        found += ["assignable"] if who.person_id in {one.id for one in teams.eligible(connection, row)} else []
        for table in (outbox, notices):
            query = select(table.c.id).where(table.c.person_id == who.person_id)
            found += [table.name] if connection.execute(query).first() else []
    hidden = queries.hidden_from(store, who)
    seen = audit_search.search(store, Search(without=hidden)).entries
    return found + [f"audit {one.act}" for one in seen if one.object == f"incident:{case_id}"]


def about_home(store, rules, blobs, **told) -> tuple[str, str]:
    """A case with a file; its id and the file's."""
    sent = cast.report(store, attachments=(cast.FILE,), **told)
    case_id = take_in(store, rules, cast.PLACES, sent, blobs=blobs)
    officer = cast.person(store, "another officer", Holding(Role.OFFICER))
    actions.acknowledge(store, case_id, by=officer, seen=None)
    actions.assign(store, case_id, by=officer, seen=None, person_id=officer.person_id)
    return case_id, next(part.id for part in queries.parts(store, officer, case_id) if part.kind is PartKind.FILE)


@pytest.mark.parametrize("who", IMPLICATED)
def test_the_institution_s_own_people_find_no_trace_whatever_else_they_are(store, rules, blobs, who):
    before = cast.person(store, who, *IMPLICATED[who])
    case_id, part_id = about_home(store, rules, blobs)
    after = cast.person(store, who, *IMPLICATED[who])
    assert traces(store, before, case_id, part_id, blobs) == []
    assert traces(store, after, case_id, part_id, blobs) == []


def test_an_officer_who_is_not_implicated_finds_all_of_it(store, rules, blobs):
    officer = cast.person(store, "officer", Holding(Role.OFFICER))
    case_id, part_id = about_home(store, rules, blobs)
    found = traces(store, officer, case_id, part_id, blobs)
    assert {"counts", "changes", "case", "number", "parts", "file", "log", "contact", "alerts", "outbox"} <= {*found}
    assert {"assignable", "audit incident.take", "queue checking", "search checking"} <= {*found}


def test_a_head_who_leaves_and_becomes_an_officer_still_finds_no_trace(store, rules, blobs):
    head = cast.person(store, "head", Holding(Role.HEAD, OWN), Holding(Role.OFFICER))
    case_id, part_id = about_home(store, rules, blobs)
    with store.write() as connection:
        gone = role_grants.c.person_id == head.person_id, role_grants.c.role == Role.HEAD
        connection.execute(update(role_grants).where(*gone).values(revoked_at=store.clock()))
    officer = scope_of(store, head.person_id)
    assert {holding.role for holding in officer.holdings} == {Role.OFFICER}
    assert traces(store, officer, case_id, part_id, blobs) == []


def test_an_officer_who_is_shut_out_loses_the_case_at_once(store, rules, blobs):
    case_id, part_id = about_home(store, rules, blobs)
    implicated = cast.person(store, "implicated", Holding(Role.OFFICER))
    second = cast.person(store, "second", Holding(Role.OFFICER))
    actions.assign(store, case_id, by=second, seen=None, person_id=implicated.person_id)
    assert queries.queue(store, implicated, State.CHECKING, mine=True)
    actions.exclude(store, case_id, by=second, seen=None, person_id=implicated.person_id)
    case = queries.case(store, second, case_id)
    assert case.assigned_to is None
    assert traces(store, implicated, case_id, part_id, blobs) == []


def test_nobody_shuts_themselves_out_or_brings_somebody_implicated_in(store, rules, blobs, officer, head):
    case_id, _ = about_home(store, rules, blobs)
    stranger = cast.person(store, "stranger", Holding(Role.ANALYST))
    for wrong in (head, stranger):
        for act in (
            lambda who: actions.assign(store, case_id, by=officer, seen=None, person_id=who.person_id),
            lambda who: actions.refer(store, case_id, by=officer, seen=None, to=who.person_id, text="why"),
        ):
            with pytest.raises(NotFound):
                act(wrong)
    for nobody in (officer.person_id, "no-such-person"):
        with pytest.raises(NotFound):
            actions.exclude(store, case_id, by=officer, seen=None, person_id=nobody)
    assert queries.case(store, officer, case_id).state is State.CHECKING


def test_a_case_whose_institution_is_not_known_is_hidden_from_all_heads_near(store, rules, blobs):
    near = cast.person(store, "near", Holding(Role.HEAD, THERE), Holding(Role.OFFICER))
    far_extent = Extent(frozenset({cast.OTHER_AREA}), institutions=frozenset({cast.SCHOOL}))
    far = cast.person(store, "far", Holding(Role.HEAD, far_extent), Holding(Role.OFFICER))
    case_id, part_id = about_home(store, rules, blobs, institution_id="", area=cast.AREA)
    assert traces(store, near, case_id, part_id, blobs) == []
    assert queries.case(store, far, case_id).institution_id == ""


def test_a_merged_case_shuts_its_people_out_of_the_one_it_goes_on_in(store, rules, blobs, officer):
    head = cast.person(store, "head", Holding(Role.HEAD, OWN), Holding(Role.OFFICER))
    case_id, _ = about_home(store, rules, blobs)
    other = cast.case(store, institution_id=cast.SCHOOL)
    assert queries.case(store, head, other)
    actions.merge(store, case_id, by=officer, seen=None, into=other)
    for hidden in (case_id, other):
        with pytest.raises(NotFound):
            queries.case(store, head, hidden)
    assert set(queries.counts(store, head).values()) == {0}


def test_a_team_member_follows_and_never_learns_who_reported(store, rules, blobs, officer):
    coordinator = cast.person(store, "coordinator", Holding(Role.COORDINATOR, Extent(frozenset({cast.AREA}))))
    case_id, _ = about_home(store, rules, blobs)
    assert traces(store, coordinator, case_id, "", blobs) == ["assignable", *_audit(store, case_id)]
    actions.refer(store, case_id, by=officer, seen=None, to=coordinator.person_id, text="please see")
    parts = queries.parts(store, coordinator, case_id)
    assert PartKind.REPORT in {part.kind for part in parts}
    assert PartKind.CONTACT not in {part.kind for part in parts}
    assert "canary-of-the-contact" not in repr([(part.text, part.fields) for part in parts])
    assert [case.id for case in queries.queue(store, coordinator, State.REFERRED)] == [case_id]
    actions.note(store, case_id, by=coordinator, seen=None, text="I went there")
    assert queries.allowed(coordinator, queries.case(store, coordinator, case_id)) == {Act.NOTE, Act.STEP}
    with pytest.raises(NotFound):
        actions.reveal_contact(store, case_id, by=coordinator, reason="why")
    for act in set(Act) - {Act.NOTE, Act.STEP, Act.MERGE}:
        with pytest.raises(NotFound):
            DO[act](store, case_id, by=coordinator, seen=None)


def _audit(store, case_id) -> list[str]:
    """Auditors see that something was done, of everything that they are not implicated in."""
    rows = audit_search.search(store, Search(about=f"incident:{case_id}")).entries
    return [f"audit {one.act}" for one in rows]


def test_who_reported_is_revealed_to_an_officer_with_a_reason_that_is_kept(store, rules, blobs, officer):
    case_id, _ = about_home(store, rules, blobs, sender="person-who-reports")
    shown = [part for part in queries.parts(store, officer, case_id) if part.kind is PartKind.CONTACT]
    assert [(part.text, part.fields) for part in shown] == [("", {})]
    with pytest.raises(TextNeeded):
        actions.reveal_contact(store, case_id, by=officer, reason=" ")
    (contact,) = actions.reveal_contact(store, case_id, by=officer, reason="to ask where the child is now")
    assert (contact.text, contact.fields["sender"]) == ("canary-of-the-contact", "person-who-reports")
    assert "audit incident.contact" in _audit(store, case_id)
    notes = [part.text for part in queries.parts(store, officer, case_id) if part.kind is PartKind.NOTE]
    assert notes == ["to ask where the child is now"]


def test_the_reporter_sees_how_it_stands_and_what_was_written_to_them_only(store, clock, rules, officer):
    own, other = (cast.report(store, text=f"report {number}") for number in (1, 2))
    first, survivor = (take_in(store, rules, cast.PLACES, sent) for sent in (own, other))
    mac = _mac(store, first)
    actions.acknowledge(store, survivor, by=officer, seen=None)
    actions.answer(store, survivor, by=officer, seen=None, text="to the other reporter before")
    actions.note(store, first, by=officer, seen=None, text="a note inside")
    actions.answer(store, first, by=officer, seen=None, text="to you")
    view = returning.reporter_view(store, *mac)
    assert (view.state, [(part.kind, part.text) for part in view.parts]) == (State.NEW, [(PartKind.ANSWER, "to you")])
    actions.merge(store, first, by=officer, seen=None, into=survivor)
    clock.move(minutes=1)
    actions.request_detail(store, survivor, by=officer, seen=None, text="to both")
    view, there = (returning.reporter_view(store, *_mac(store, case)) for case in (first, survivor))
    assert view.state is there.state is State.CHECKING
    assert [part.text for part in view.parts] == ["to you", "to both"]
    assert [part.text for part in there.parts] == ["to the other reporter before", "to both"]
    assert {part.by for part in view.parts} == {None}
    assert returning.reporter_view(store, mac[0], "0" * 64) is None
    assert returning.reporter_view(store, "XXXX-XXXX", mac[1]) is None


def test_what_a_reporter_adds_goes_to_the_case_that_goes_on_and_to_no_other_reporter(store, rules, officer):
    first, survivor = cast.case(store), cast.case(store)
    actions.merge(store, first, by=officer, seen=None, into=survivor)
    reference, mac = _mac(store, first)
    more = Addition("again", store.clock(), reference, mac, text="one more thing")
    assert [take_addition(store, more) for _ in range(2)] == [True, True]
    assert not take_addition(store, Addition("x", store.clock(), reference, "0" * 64, text="forged"))
    added = [part for part in queries.parts(store, officer, survivor) if part.kind is PartKind.ADDITION]
    assert [part.text for part in added] == ["one more thing"]
    views = [returning.reporter_view(store, *_mac(store, one)) for one in (first, survivor)]
    assert [[part.text for part in view.parts] for view in views] == [["one more thing"], []]


def _mac(store, case_id) -> tuple[str, str]:
    with store.read() as connection:
        row = connection.execute(select(incidents).where(incidents.c.id == case_id)).mappings().one()
    return row["reference"], row["words_mac"]


def test_who_is_excluded_is_kept_with_why_and_when(store, rules, blobs, head):
    case_id, _ = about_home(store, rules, blobs)
    with store.read() as connection:
        rows = connection.execute(select(incident_excluded)).mappings().all()
    assert [(row["incident_id"], row["person_id"], row["why"]) for row in rows] == [(case_id, head.person_id, "staff")]
    assert rows[0]["at"].tzinfo


def test_closing_reaches_those_who_may_confirm_and_not_who_asked(store, officer, second, head):
    case_id = cast.working(store, State.CHECKING, officer, second, closing=True)
    with store.read() as connection:
        query = select(outbox.c.person_id).where(outbox.c.event == "incident.closing", outbox.c.incident_id == case_id)
        assert connection.execute(query).scalars().all() == [second.person_id]
    assert queries.case(store, second, case_id).closing_outcome is Outcome.NOT_CONFIRMED
