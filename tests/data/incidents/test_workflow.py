"""Every legal move, and every illegal one, from every state; what a refused act leaves behind: nothing."""

from functools import partial
from itertools import product

import pytest
from sqlalchemy import select

from data.errors import Changed, NotFound, NotMovable, SecondPersonNeeded, TextNeeded
from data.incidents import actions, history, queries
from data.incidents.model import OPEN, Outcome, State
from data.incidents.tables import incident_log, incident_parts, incidents, outbox
from data.incidents.workflow import MOVES, OF_CLOSING, PERMISSION, WHILE_CLOSING, Act, move, needs_second, possible
from data.records.tables import audit
from tests.data.incidents import cast

LEGAL = {
    State.NEW: "acknowledge>checking assign>checking note answer request step exclude merge>merged",
    State.CHECKING: "assign refer>referred monitor>monitoring note answer request step exclude ask_close close>closed "
    "merge>merged",
    State.REFERRED: "assign refer monitor>monitoring resume>checking note answer request step exclude ask_close "
    "close>closed merge>merged",
    State.MONITORING: "assign refer>referred resume>checking note answer request step exclude ask_close close>closed "
    "merge>merged",
    State.CLOSED: "note answer exclude reopen>checking",
    State.MERGED: "",
}


def told(state: State) -> dict[Act, State]:
    """The legal moves of a state as they are written above, independently of the table."""
    pairs = (word.partition(">") for word in LEGAL[state].split())
    return {Act(act): State(after or state) for act, _, after in pairs}


DO = {
    Act.ACKNOWLEDGE: actions.acknowledge,
    Act.ASSIGN: lambda store, case, **told: actions.assign(store, case, person_id=told["by"].person_id, **told),
    Act.REFER: lambda store, case, **told: actions.refer(store, case, to="police", text="why", **told),
    Act.MONITOR: actions.monitor,
    Act.RESUME: actions.resume,
    Act.NOTE: lambda store, case, **told: actions.note(store, case, text="a note", **told),
    Act.ANSWER: lambda store, case, **told: actions.answer(store, case, text="an answer", **told),
    Act.REQUEST: lambda store, case, **told: actions.request_detail(store, case, text="a question", **told),
    Act.STEP: lambda store, case, **told: actions.complete_step(
        store, case, code="NOTIFIED_SSD", at=store.clock(), reference_text="18422", **told
    ),
    Act.EXCLUDE: lambda store, case, **told: actions.exclude(store, case, person_id=somebody(store), **told),
    Act.ASK_CLOSE: lambda store, case, **told: cast.close(store, case, outcome=Outcome.NOT_CONFIRMED, **told),
    Act.CLOSE: lambda store, case, **told: cast.close(store, case, **told),
    Act.CONFIRM_CLOSE: actions.confirm_close,
    Act.WITHDRAW_CLOSE: actions.withdraw_close,
    Act.REOPEN: lambda store, case, **told: actions.reopen(store, case, text="why", **told),
    Act.MERGE: cast.merge,
}


def somebody(store) -> str:
    return str(cast.person(store, "somebody").person_id)


def everything(store) -> dict[str, list]:
    """All that cases are made of, and what was told of them."""
    tables = (incidents, incident_parts, incident_log, outbox)
    with store.read() as connection:
        return {table.name: connection.execute(select(table).order_by(*table.primary_key)).all() for table in tables}


@pytest.mark.parametrize("state", State)
def test_the_table_says_what_the_law_of_the_house_says(state):
    assert {act: move(state, act) for act in possible(state)} == told(state)


@pytest.mark.parametrize(("state", "act"), list(product(State, Act)))
def test_every_move_legal_or_not(state, act):
    for closing in (False, True):
        legal = (state, act) in MOVES and (act in WHILE_CLOSING if closing else act not in OF_CLOSING)
        if legal:
            assert move(state, act, closing) is MOVES[state, act]
        else:
            with pytest.raises(NotMovable) as refused:
                move(state, act, closing)
            assert refused.value.parameters["possible"] == tuple(possible(state, closing))


def test_every_act_needs_a_right():
    assert set(PERMISSION) == set(Act) == set(DO)


@pytest.mark.parametrize(("severe", "outcome"), list(product((False, True), Outcome)))
def test_who_closes_alone(severe, outcome):
    assert needs_second(severe, outcome) is (severe or outcome is Outcome.NOT_CONFIRMED)


@pytest.mark.parametrize("state", State)
def test_every_act_on_real_cases(store, officer, second, state):
    """From one state, every act on a case of its own: a legal one moves it and is told, another does nothing."""
    for act in Act:
        closing = act in OF_CLOSING and state in OPEN - {State.NEW}
        case_id = cast.working(store, state, officer, second, closing=closing)
        case = queries.case(store, officer, case_id)
        assert case.state is state
        before = everything(store)
        legal = act in possible(state, closing)
        if act in {Act.EXCLUDE, Act.MERGE} and not legal:
            with pytest.raises(NotMovable):
                DO[act](store, case_id, by=officer, seen=case.changed)
            continue
        try:
            DO[act](store, case_id, by=second if closing else officer, seen=case.changed)
        except NotMovable:
            assert not legal, act
            assert everything(store) == before
            continue
        assert legal, act
        after = queries.case(store, officer, case_id)
        assert after.state is MOVES[state, act]
        assert after.changed > case.changed
        log = queries.log(store, officer, case_id)
        assert (log[-1].act, log[-1].before, log[-1].after) == (act, state, after.state)
        assert history.retold(log) is after.state
        with store.read() as connection:
            told_of = select(audit.c.act).where(audit.c.object == f"incident:{case_id}").order_by(audit.c.seq)
            assert connection.execute(told_of).scalars().all()[-1] == f"incident.{act}"


@pytest.mark.parametrize("act", [act for act in Act if act in WHILE_CLOSING])
def test_while_closing_waits_nothing_moves_the_case(store, officer, second, act):
    case_id = cast.working(store, State.CHECKING, officer, second, closing=True)
    DO[act](store, case_id, by=second, seen=None)
    after = queries.case(store, officer, case_id)
    assert after.state is (State.CLOSED if act is Act.CONFIRM_CLOSE else State.CHECKING)
    assert (after.closing_by is None) is (act in OF_CLOSING)


@pytest.mark.parametrize("act", [act for act in Act if act not in WHILE_CLOSING and act is not Act.CLOSE])
def test_while_closing_waits_nothing_else_is_done(store, officer, second, act):
    case_id = cast.working(store, State.CHECKING, officer, second, closing=True)
    into = cast.case(store)
    before = everything(store)
    merge = partial(actions.merge, into=into)
    do = merge if act is Act.MERGE else DO[act]
    with pytest.raises(NotMovable):
        do(store, case_id, by=officer, seen=None)
    assert everything(store) == before


def test_a_case_that_somebody_else_changed_is_not_changed_blindly(store, officer, second):
    case_id = cast.case(store)
    seen = queries.case(store, officer, case_id).changed
    actions.acknowledge(store, case_id, by=second, seen=seen)
    before = everything(store)
    with pytest.raises(Changed) as told_of:
        actions.assign(store, case_id, by=officer, seen=seen, person_id=officer.person_id)
    assert (told_of.value.parameters["who"], told_of.value.parameters["what"]) == ("second", Act.ACKNOWLEDGE)
    assert everything(store) == before
    actions.note(store, case_id, by=second, seen=None, text="in nobody's way")
    seen = queries.case(store, officer, case_id).changed - 1
    actions.assign(store, case_id, by=officer, seen=seen, person_id=officer.person_id)


@pytest.mark.parametrize("text", ["", "  \n "])
def test_an_act_without_its_words_leaves_nothing(store, officer, second, text):
    case_id = cast.working(store, State.CHECKING, officer, second)
    before = everything(store)
    for act in (actions.note, actions.answer, actions.request_detail):
        with pytest.raises(TextNeeded):
            act(store, case_id, by=officer, seen=None, text=text)
    with pytest.raises(TextNeeded):
        actions.ask_close(store, case_id, by=officer, seen=None, outcome=Outcome.NO_GROUNDS, text=text)
    with pytest.raises(TextNeeded):
        actions.refer(store, case_id, by=officer, seen=None, to="police", text=text)
    for outcome in ("", "no such outcome"):
        with pytest.raises(TextNeeded):
            actions.ask_close(store, case_id, by=officer, seen=None, outcome=outcome, text="why")
    assert everything(store) == before


def test_a_step_is_taken_once_and_never_in_the_future(store, clock, officer):
    case_id = cast.case(store, done=("NOTIFIED_POLICE",))
    told_of = {step.code: step for step in queries.case(store, officer, case_id).steps}["NOTIFIED_POLICE"]
    assert (told_of.basis, told_of.done_by) == ("told", None)
    at = store.clock().replace(year=2030)
    with pytest.raises(TextNeeded):
        actions.complete_step(store, case_id, by=officer, seen=None, code="NOTIFIED_SSD", at=at)
    for code in ("NOTIFIED_POLICE", "NOTIFIED_SSD"):
        actions.complete_step(store, case_id, by=officer, seen=None, code=code, at=store.clock())
        with pytest.raises(NotFound):
            actions.complete_step(store, case_id, by=officer, seen=None, code=code, at=store.clock())
    with pytest.raises(NotFound):
        actions.complete_step(store, case_id, by=officer, seen=None, code="NO_SUCH", at=store.clock())
    done = {step.code: step for step in queries.case(store, officer, case_id).steps}
    assert done["NOTIFIED_POLICE"].basis == "confirmed"
    assert done["NOTIFIED_SSD"].done_by == officer.person_id


def test_whoever_asks_never_confirms(store, officer, second):
    case_id = cast.working(store, State.CHECKING, officer, second, closing=True)
    before = everything(store)
    with pytest.raises(SecondPersonNeeded):
        actions.confirm_close(store, case_id, by=officer, seen=None)
    assert everything(store) == before
    actions.confirm_close(store, case_id, by=second, seen=None)
    assert queries.case(store, officer, case_id).outcome is Outcome.NOT_CONFIRMED
