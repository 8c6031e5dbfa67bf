"""Officers, a team member and an institution's head over HTTP, and the cases they meet."""

import re
from html import unescape

import pytest

from data.access import Extent, Holding, Role
from data.people.people import scope_of
from tests.dashboard.persons import carrying, person, session
from tests.data.incidents import cast

HOLDINGS = {
    "officer": Holding(Role.OFFICER),
    "second": Holding(Role.OMBUDSMAN),
    "coordinator": Holding(Role.COORDINATOR, Extent(frozenset({cast.AREA}))),
    "stranger": Holding(Role.COORDINATOR, Extent(frozenset({cast.OTHER_AREA}))),
    "head": Holding(Role.HEAD, Extent(frozenset({cast.AREA}), None, frozenset({cast.HOME}))),
    "reporter": Holding(Role.REPORTER, Extent(frozenset({cast.AREA}), None, frozenset({cast.HOME}))),
}


class Office:
    """Everybody signed in once: `browser[name]`, `scope[name]`."""

    def __init__(self, app, store) -> None:
        self.store = store
        ids = {name: person(store, holding, name=f"Test {name}") for name, holding in HOLDINGS.items()}
        ids["both"] = person(store, HOLDINGS["officer"], HOLDINGS["head"], name="Test both")
        elsewhere = Holding(Role.OFFICER, Extent(frozenset({cast.OTHER_AREA})))
        ids["elsewhere"] = person(store, HOLDINGS["coordinator"], elsewhere, name="Test elsewhere")
        self.scope = {name: scope_of(store, key) for name, key in ids.items()}
        self.browser = {name: carrying(app.server, session(store, key)) for name, key in ids.items()}

    def id(self, name: str) -> str:
        """Somebody's id."""
        return self.scope[name].person_id

    def page(self, who: str, path: str) -> str:
        """A page that is there."""
        answer = self.browser[who].get(path)
        assert answer.status_code == 200, answer.text[:500]
        return answer.text

    def act(self, who: str, case_id: str, act: str, **fields: str):
        """Send an act's form as the case's page offers it."""
        seen = fields.pop("seen", None) or seen_on(self.page(who, f"/incidents/{case_id}"))
        given = {f"{act}-{name}": value for name, value in fields.items()}
        return self.browser[who].post(f"/incidents/{case_id}/{act}", data={"seen": seen, "back": "page", **given})


def seen_on(page: str) -> str:
    """The number of the last change that the page shows."""
    return re.search(r'name="seen" type="hidden" value="(\d+)"', page)[1]


def text_of(page: str) -> str:
    """What a page says, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.fixture(scope="module")
def office(portal_app, portal_store):
    """The people of these tests."""
    return Office(portal_app, portal_store)
