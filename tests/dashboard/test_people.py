"""People and access over HTTP: what is listed, what a forged form does, the link that is shown once."""

import re
import uuid

import pytest
from sqlalchemy import update

from data.access import MAY_INVITE, NATIONAL, Extent, Holding, Permission, Role
from data.people import invitations, people
from data.records import audit
from data.records.tables import people as people_table
from tests.dashboard.persons import carrying, person, session

LINK = re.compile(r"http://localhost/invitation/([\w-]{43})")
GIVERS = sorted(role for role in Role if role in MAY_INVITE)


@pytest.fixture(scope="session")
def area(portal_app):
    """The codes of two areas."""
    return tuple(portal_app.country.resolve(iso) for iso in ("UA-18", "UA-05"))


@pytest.fixture
def enter(portal_app, portal_store):
    """Somebody with these roles, signed in: their id and their browser."""

    def signed_in(*holdings, name="Test Person"):
        key = person(portal_store, *holdings, name=name)
        return key, carrying(portal_app.server, session(portal_store, key))

    return signed_in


@pytest.fixture
def coordinator(enter, area):
    """A coordinator of the first area."""
    return enter(Holding(Role.COORDINATOR, Extent(frozenset({area[0]}))))


def head_of(area, institution="DEMO-001"):
    return Holding(Role.HEAD, Extent(frozenset({area}), None, frozenset({institution})))


def form(**fields):
    """What the form for a hromada specialist sends, with `fields` changed."""
    given = {"role": "hromada_specialist", "email": f"{uuid.uuid4().hex[:8]}@example.org", "language": "uk",
             "purpose": "quarterly report"}  # fmt: skip
    return {**given, **fields}


def newest(store):
    return audit.entries(store, limit=1)[0]


def test_the_list_holds_those_inside_and_no_trace_of_the_others(enter, area, coordinator, portal_store):
    inside, _ = enter(head_of(area[0]), name="Inside Person")
    outside, _ = enter(head_of(area[1]), name="Outside Person")
    above, _ = enter(Holding(Role.OMBUDSMAN), name="Outside Person")
    page = coordinator[1].get("/people?q=side+person").text
    assert f"/people/{inside}" in page
    for key in (outside, above):
        assert key not in page
        assert coordinator[1].get(f"/people/{key}").status_code == 404
    assert "Outside Person" not in page
    assert coordinator[1].get(f"/people/{inside}").status_code == 200


def test_names_are_shown_as_text(enter, area, coordinator):
    enter(head_of(area[0]), name="<script>alert(1)</script>")
    page = coordinator[1].get("/people?q=<script>").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


class TestInviting:
    def test_the_link_is_shown_once_and_works(self, coordinator, area, portal_store):
        _, browser = coordinator
        wanted = form(areas=area[0])
        made = browser.post("/people/invite", data=wanted)
        assert (made.status_code, made.headers["Location"]) == (303, "/people/invited")
        assert "invitation/" not in made.text + str(made.headers)
        shown = browser.get(made.headers["Location"])
        token = LINK.search(shown.text)[1]
        assert shown.headers["Cache-Control"] == "no-store"
        assert not LINK.search(browser.get("/people/invited").text)
        invitation = invitations.opened(portal_store, token)
        assert invitation.email == wanted["email"]
        assert invitation.holding == Holding(Role.HROMADA, Extent(frozenset({area[0]})), "quarterly report")

    def test_nobody_else_can_open_what_one_browser_carries(self, coordinator, enter, area, portal_app):
        _, browser = coordinator
        browser.post("/people/invite", data=form(areas=area[0]))
        carried = browser.get_cookie("once").value
        _, other = enter(Holding(Role.COORDINATOR, Extent(frozenset({area[0]}))))
        other.set_cookie("once", carried)
        assert not LINK.search(other.get("/people/invited").text)

    @pytest.mark.parametrize("role", sorted(NATIONAL))
    def test_a_national_role_says_that_it_waits(self, enter, role, portal_store):
        _, browser = enter(Holding(Role.ADMINISTRATOR))
        wanted = form(role=role, ministries="MES")
        shown = browser.post("/people/invite", data=wanted, follow_redirects=True).text
        (made,) = [one for one in invitations.open_invitations(portal_store) if one.email == wanted["email"]]
        assert made.waiting
        assert "друга відповідальна особа" in shown
        assert LINK.search(shown)

    def test_an_institution_is_chosen_from_the_areas_own(self, coordinator, area, portal_store):
        _, browser = coordinator
        page = browser.get("/people/invite?role=institution_head").text
        options = [value for value in re.findall(r'<option[^>]*value="([^"]+)"', page) if value.startswith("DEMO")]
        assert options
        wanted = form(role="institution_head", areas=area[0], institution=options[0])
        assert browser.post("/people/invite", data=wanted).status_code == 303
        made = next(one for one in invitations.open_invitations(portal_store) if one.email == wanted["email"])
        assert made.holding.extent == Extent(frozenset({area[0]}), None, frozenset({options[0]}))

    @pytest.mark.parametrize(
        ("field", "value"),
        [("email", "nobody"), ("email", "a@b@c.d"), ("email", "a b@example.org"), ("email", f"{'a' * 250}@x.org"),
         ("areas", []), ("purpose", " "), ("purpose", "x" * 201)],
    )  # fmt: skip
    def test_what_is_missing_is_said_at_its_field(self, coordinator, area, field, value, portal_store):
        before = len(invitations.open_invitations(portal_store))
        answer = coordinator[1].post("/people/invite", data={**form(areas=area[0]), field: value})
        assert answer.status_code == 400
        assert f'id="error-{field}"' in answer.text
        assert f'href="#field-{field}"' in answer.text
        assert len(invitations.open_invitations(portal_store)) == before

    @pytest.mark.parametrize("role", sorted(set(Role) - MAY_INVITE[Role.COORDINATOR]))
    def test_a_role_beyond_the_list_is_refused_and_recorded(self, coordinator, area, role, portal_store):
        self.refused(coordinator, portal_store, form(role=role, areas=area[0], ministries="MES"))

    def test_an_area_outside_is_refused_and_recorded(self, coordinator, area, portal_store):
        self.refused(coordinator, portal_store, form(areas=area[1]))
        self.refused(coordinator, portal_store, form(areas=list(area)))

    @pytest.mark.parametrize(
        "forged",
        [{"areas": "UA-99"}, {"areas": ["x' or 1=1"]}, {"role": "root"}, {"role": ""}, {"language": "ru"},
         {"ministries": "NONE"}],
    )  # fmt: skip
    def test_codes_that_do_not_exist_are_refused_and_recorded(self, coordinator, area, forged, portal_store):
        self.refused(coordinator, portal_store, {**form(areas=area[0]), **forged})

    def test_an_institution_of_elsewhere_is_refused_and_recorded(self, coordinator, area, portal_store):
        self.refused(coordinator, portal_store, form(role="institution_head", areas=area[1], institution="DEMO-001"))

    def test_an_institution_that_is_not_in_the_area_widens_nothing(self, coordinator, area, portal_store):
        wanted = form(role="institution_head", areas=area[0], institution="DEMO-999999")
        answer = coordinator[1].post("/people/invite", data=wanted)
        assert answer.status_code == 400
        assert wanted["email"] not in {one.email for one in invitations.open_invitations(portal_store)}

    def refused(self, coordinator, store, data):
        before = len(invitations.open_invitations(store))
        answer = coordinator[1].post("/people/invite", data=data)
        assert answer.status_code in {400, 404}
        assert len(invitations.open_invitations(store)) == before
        entry = newest(store)
        assert (entry.act, entry.outcome, entry.person_id) == ("person.invite", "refused", coordinator[0])


@pytest.mark.parametrize("giver", GIVERS)
def test_each_form_offers_what_may_be_given_and_no_more(enter, area, giver):
    extent = Extent(frozenset({area[0]})) if giver is Role.COORDINATOR else Extent()
    _, browser = enter(Holding(giver, extent))
    offered = set(re.findall(r"/people/invite\?role=(\w+)", browser.get("/people/invite").text))
    assert offered == {str(role) for role in MAY_INVITE[giver]}


class TestActs:
    """Each act: by who may, by who may not, on what is not there."""

    def test_a_role_is_taken_away_after_a_question(self, coordinator, enter, area, portal_store):
        key, browser = enter(head_of(area[0]))
        line = next(held for one, held in people.everybody(portal_store) if one.id == key)[0]
        asked = coordinator[1].get(f"/people/roles/{line.id}/revoke")
        assert asked.status_code == 200
        assert browser.get("/account").status_code == 200
        assert coordinator[1].post(f"/people/roles/{line.id}/revoke", data={"reason": "?"}).status_code == 400
        done = coordinator[1].post(f"/people/roles/{line.id}/revoke", data={"reason": "left"})
        assert (done.status_code, done.headers["Location"]) == (303, f"/people/{key}?said=revoked")
        assert browser.get("/account").status_code == 303
        assert people.scope_of(portal_store, key).holdings == frozenset()

    def test_somebody_is_shut_out_and_let_in_again(self, coordinator, enter, area):
        key, browser = enter(head_of(area[0]))
        assert coordinator[1].post(f"/people/{key}/disable", data={"reason": "misuse"}).status_code == 303
        assert browser.get("/account").status_code == 303
        assert 'class="pill bad"' in coordinator[1].get(f"/people/{key}").text
        assert coordinator[1].post(f"/people/{key}/enable").status_code == 303

    @pytest.mark.parametrize("act", ["disable", "enable", "factor"])
    @pytest.mark.parametrize("who", ["elsewhere", "above", "nobody"])
    def test_on_somebody_outside_it_is_as_if_there_were_nobody(self, coordinator, enter, area, act, who, portal_store):
        keys = {
            "elsewhere": enter(head_of(area[1]))[0], "above": enter(Holding(Role.OMBUDSMAN))[0],
            "nobody": str(uuid.uuid4()),
        }  # fmt: skip
        answer = coordinator[1].post(f"/people/{keys[who]}/{act}", data={"reason": "left"})
        assert answer.status_code == 404
        assert newest(portal_store).outcome == "refused"
        assert newest(portal_store).object == f"person:{keys[who]}"

    def test_a_role_outside_is_not_there(self, coordinator, enter, area, portal_store):
        key, _ = enter(head_of(area[1]))
        line = next(held for one, held in people.everybody(portal_store) if one.id == key)[0]
        for ask in (coordinator[1].get, coordinator[1].post):
            assert ask(f"/people/roles/{line.id}/revoke").status_code == 404
        assert people.scope_of(portal_store, key).can(Permission.NUMBERS_EXACT)

    def test_a_lost_factor_takes_two(self, coordinator, enter, area, portal_store):
        key, _ = enter(head_of(area[0]))
        with portal_store.write() as connection:
            changing = update(people_table).where(people_table.c.id == key)
            connection.execute(changing.values(factor_secret=b"-"))
        _, second = enter(Holding(Role.COORDINATOR, Extent(frozenset({area[0]}))))
        assert coordinator[1].post(f"/people/{key}/factor").status_code == 303
        way = re.search(r"/people/resets/[\w-]+/confirm", second.get("/people").text)[0]
        assert way not in coordinator[1].get("/people").text
        assert coordinator[1].post(way).status_code == 400
        assert people.find(portal_store, key).has_factor
        assert second.post(way).status_code == 303
        assert not people.find(portal_store, key).has_factor
        assert second.post(way).status_code == 400

    def test_the_second_person_confirms_and_the_first_cannot(self, enter, portal_store):
        _, first = enter(Holding(Role.ADMINISTRATOR))
        _, second = enter(Holding(Role.OMBUDSMAN))
        wanted = form(role="analyst")
        shown = first.post("/people/invite", data=wanted, follow_redirects=True).text
        token = LINK.search(shown)[1]
        made = next(one for one in invitations.open_invitations(portal_store) if one.email == wanted["email"])
        assert first.post(f"/people/invitations/{made.id}/confirm").status_code == 400
        assert f"/people/invitations/{made.id}/confirm" not in first.get("/people").text
        assert f"/people/invitations/{made.id}/confirm" in second.get("/people").text
        assert second.post(f"/people/invitations/{made.id}/confirm").status_code == 303
        assert invitations.opened(portal_store, token).email == wanted["email"]

    def test_a_coordinator_confirms_nothing_national_and_withdraws_only_theirs(self, coordinator, enter, portal_store):
        _, first = enter(Holding(Role.ADMINISTRATOR))
        wanted = form(role="analyst")
        first.post("/people/invite", data=wanted)
        made = next(one for one in invitations.open_invitations(portal_store) if one.email == wanted["email"])
        assert wanted["email"] not in coordinator[1].get("/people").text
        assert coordinator[1].post(f"/people/invitations/{made.id}/confirm").status_code == 404
        assert coordinator[1].post(f"/people/invitations/{made.id}/withdraw").status_code == 400
        assert newest(portal_store).outcome == "refused"
        assert first.post(f"/people/invitations/{made.id}/withdraw").status_code == 303
        assert wanted["email"] not in {one.email for one in invitations.open_invitations(portal_store)}

    def test_a_get_changes_nothing(self, coordinator, enter, area, portal_store):
        key, _ = enter(head_of(area[0]))
        for act in ("disable", "enable", "factor"):
            assert coordinator[1].get(f"/people/{key}/{act}").status_code in {404, 405}
        assert people.find(portal_store, key).state == "active"


def test_what_was_said_comes_from_a_list(coordinator):
    page = coordinator[1].get("/people?said=%3Cb%3Eyou+won%3C%2Fb%3E").text
    assert "you won" not in page
    assert 'class="form-done"' not in page
