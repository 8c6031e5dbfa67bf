"""Who may know of a case: laws over invented scopes and cases, and SQL that says the same as Python."""

from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select

from data.access import Extent, Holding, Permission, Role, Scope
from data.incidents import history, queries
from data.incidents.model import State
from data.incidents.tables import incident_excluded, incident_team, incidents
from data.incidents.visibility import INSIDERS, SHOWN, CasePlace, known, may_know
from data.incidents.workflow import MOVES, Act
from tests.data.incidents import cast
from tests.proof import LONG

AREAS, MINISTRIES, INSTITUTIONS = ("A1", "A2"), ("MES", "MOH"), ("I1", "I2", "I3")
PEOPLE = ("p0", "p1")


def limits(codes):
    """All (None), none, or some."""
    return st.none() | st.frozensets(st.sampled_from(codes), max_size=2)


EXTENTS = st.builds(Extent, limits(AREAS), limits(MINISTRIES), limits(INSTITUTIONS))
ROLES = st.sampled_from((Role.OFFICER, Role.OFFICER, Role.OMBUDSMAN, Role.HEAD, Role.REPORTER, *Role))
HOLDINGS = st.lists(st.builds(Holding, ROLES, EXTENTS), max_size=3).map(frozenset)
SCOPES = st.builds(Scope, st.sampled_from((*PEOPLE, None)), HOLDINGS)
PLACES = st.builds(
    CasePlace, st.sampled_from((*AREAS, "")), st.sampled_from((*MINISTRIES, "")), st.sampled_from((*INSTITUTIONS, ""))
)
SOME = st.frozensets(st.sampled_from(PEOPLE))


def covers(extent: Extent, place: CasePlace) -> bool:
    """A second opinion, written plainly."""
    return (
        (extent.areas is None or place.area in extent.areas)
        and (extent.ministries is None or place.ministry in extent.ministries)
        and (extent.institutions is None or place.institution_id in extent.institutions)
    )


@settings(max_examples=1000 if LONG else 150)
@given(SCOPES, PLACES, SOME, SOME)
def test_nobody_knows_without_a_right_and_no_right_helps_the_implicated(scope, place, team, excluded):
    allowed = may_know(scope, place, team, excluded)
    triage = {held.extent for held in scope.holdings if held.role in {Role.OFFICER, Role.OMBUDSMAN}}
    reach = any(covers(extent, place) for extent in triage)
    on_team = scope.person_id in team and scope.can(Permission.INCIDENT_FOLLOW)
    if allowed:
        assert reach or on_team
        assert scope.person_id not in excluded
    own = [held.extent for held in scope.holdings if held.role in INSIDERS]
    if place.institution_id and any(
        extent.institutions and place.institution_id in extent.institutions for extent in own
    ):
        assert not allowed
    if not own and scope.person_id not in excluded:
        assert allowed is (reach or on_team)


def write_cases(store, drawn) -> dict[str, tuple]:
    """Cases at these places, straight in the records: id → what `may_know` needs."""
    template = cast.case(store)
    with store.write() as connection:
        row = dict(connection.execute(select(incidents).where(incidents.c.id == template)).mappings().one())
        for person in PEOPLE:
            columns = {"id": person, "email": f"{person}@example.org", "name": person, "language": "uk"}
            people = cast.people.insert().values(
                **columns, state="active", demonstration=False, created_at=store.clock()
            )
            connection.execute(people)
        for number, (place, state, team, excluded) in enumerate(drawn):
            row |= {
                "id": f"c{number}", "number": f"n{number}", "reference": f"r{number}", "attempt_hash": f"a{number}",
                "area": place.area, "ministry": place.ministry, "institution_id": place.institution_id, "state": state,
                "outcome": "confirmed" if state is State.CLOSED else None, "changed": number + 10,
            }  # fmt: skip
            connection.execute(insert(incidents).values(row))
            for table, members, more in (
                (incident_team, team, {"added_by": "p", "added_at": store.clock()}),
                (incident_excluded, excluded, {"why": "staff", "at": store.clock()}),
            ):
                for person in members:
                    connection.execute(insert(table).values(incident_id=f"c{number}", person_id=person, **more))
    return {f"c{number}": (place, team, excluded) for number, (place, _, team, excluded) in enumerate(drawn)}


def draw(strategy, number):
    """So many examples of a strategy, the same in every run."""
    found = []

    @settings(max_examples=number, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(strategy)
    def collect(example):
        found.append(example)

    collect()
    return found


def test_sql_and_python_say_the_same_and_counts_are_what_is_shown(store):
    states = st.sampled_from((State.NEW, State.CHECKING, State.CLOSED))
    cases = write_cases(store, draw(st.tuples(PLACES, states, SOME, SOME), 60 if LONG else 40))
    number = 300 if LONG else 25
    shown = 0
    for scope in draw(SCOPES, number):
        with store.read() as connection:
            query = select(incidents.c.id).where(known(scope), incidents.c.id.in_(cases))
            seen = set(connection.execute(query).scalars())
        allowed = {key for key, told in cases.items() if scope.person_id and may_know(scope, *told)}
        assert seen == allowed, scope
        counted = queries.counts(store, scope)
        for state in State:
            queue = queries.queue(store, scope, state)
            assert counted[state] == len(queue)
            assert {case.id for case in queue if case.id in cases} <= allowed
        newest, changed = queries.changed_since(store, scope, 0)
        assert {key for key in changed if key in cases} == allowed
        assert newest == max((queries.case(store, scope, key).changed for key in changed), default=0)
        shown += len(seen)
    assert shown > number // 2


def test_what_is_invented_is_there_only_while_a_demonstration_is_served(store, rules, officer):
    from data.incidents.making import Origin
    from data.incidents.tables import incident_counters
    from data.incidents.taking import take_in

    take_in(store, rules, cast.PLACES, cast.report(store), origin=Origin(demonstration=True))
    assert queries.counts(store, officer)[State.NEW] == 0
    with store.write() as connection:
        connection.execute(insert(incident_counters).values(name=SHOWN, value=1))
    assert queries.counts(store, officer)[State.NEW] == 1


@settings(max_examples=60 if LONG else 5, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from([act for act in Act if act is not Act.MERGE]), max_size=12))
def test_the_history_alone_tells_the_state(tmp_path_factory, acts):
    from data.errors import NotFound, NotMovable
    from data.records.keys import Keys
    from data.records.store import Store, sqlite_url
    from tests.data.incidents.test_workflow import DO

    store = Store(sqlite_url(tmp_path_factory.mktemp("told")), Keys(b"0123456789abcdef0123456789abcdef"))
    store.migrate()
    officer, second = (cast.person(store, name, Holding(Role.OFFICER)) for name in ("officer", "second"))
    case_id = cast.case(store)
    for act in acts:
        try:
            DO[act](store, case_id, by=second if act is Act.CONFIRM_CLOSE else officer, seen=None)
        except (NotMovable, NotFound):
            continue
    log = queries.log(store, officer, case_id)
    assert history.retold(log) is queries.case(store, officer, case_id).state
    for before, line in pairwise(log):
        assert line.before == before.after
        assert MOVES[State(line.before), Act(line.act)] == line.after
    store.close()
