"""Roles in plain words say exactly what the code grants."""

import re

import pytest

from dashboard import documents
from dashboard.role_document import roles_page
from data.access import GRANTS, MAY_INVITE, NATIONAL, Extent, Holding, Permission, Role
from geo.text import Lang
from layouts import duties
from layouts.markup import markup
from layouts.pages.roles import role_card
from layouts.words import has, word
from tests.dashboard.persons import signed_in


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("role", Role)
def test_every_grant_is_told_and_nothing_else(role, lang):
    told = set(duties.seen(role, lang)) | set(duties.done(role, lang))
    assert told == {word(f"permission.{one}", lang) for one in GRANTS[role]}


@pytest.mark.parametrize("role", Role)
def test_what_is_withheld_is_never_also_granted(role):
    for one in duties.WITHHELD:
        phrase = word(f"permission.{one}.never", Lang.EN)
        if one in GRANTS[role]:
            assert phrase not in duties.withheld(role, Lang.EN)


@pytest.mark.parametrize("lang", Lang)
def test_every_role_and_permission_has_its_words(lang):
    keys = [f"permission.{one}" for one in Permission]
    keys += [f"roles.{kind}.{role}" for role in Role for kind in ("about", "where")]
    assert [key for key in keys if not has(key, lang)] == []


def test_the_administrator_sees_no_child_and_the_head_no_report_about_his_staff():
    assert "any child: only what is published for everybody" in duties.withheld(Role.ADMINISTRATOR, Lang.EN)
    assert any("own staff" in phrase for phrase in duties.withheld(Role.HEAD, Lang.EN))
    assert any("contents" in phrase for phrase in duties.withheld(Role.AUDITOR, Lang.EN))


@pytest.mark.parametrize("role", Role)
def test_who_gives_it_and_whether_a_second_person_must_agree(role):
    card = markup(role_card(role, False, Lang.EN))
    assert (word("roles.second", Lang.EN) in card) is (role in NATIONAL)
    givers = {giver for giver in MAY_INVITE if role in MAY_INVITE[giver]}
    given = re.search(r"Who gives it</dt><dd>(.*?)</dd>", card)[1]
    assert {giver for giver in Role if word(f"role.{giver}", Lang.EN) in given} == givers


def test_a_new_permission_shows_by_itself(monkeypatch):
    monkeypatch.setitem(GRANTS, Role.AUDITOR, GRANTS[Role.AUDITOR] | {Permission.RELEASE_PUBLISH})
    assert word("permission.release_publish", Lang.EN) in duties.done(Role.AUDITOR, Lang.EN)
    assert roles_page() != (documents.FOLDER / "roles.md").read_text(encoding="utf-8")


def test_the_document_is_fresh_and_has_every_mark():
    page = roles_page()
    assert documents.FOLDER / "roles.md" not in documents.stale()
    assert page.count("●") == sum(len(granted) for granted in GRANTS.values())


def test_everybody_who_is_signed_in_reads_it_and_finds_themselves_first(trial_app, trial_store, stranger_of_trial):
    sent = stranger_of_trial.get("/roles", headers={"Accept": "text/html"})
    assert sent.headers["Location"] == "/sign-in?next=/roles"
    own = (Holding(Role.AUDITOR), Holding(Role.HEAD, Extent(frozenset({"A"}))))
    page = signed_in(trial_app.server, trial_store, *own).get("/roles?lang=en").text
    order = re.findall(r'<h2 id="role-(\w+)"', page)
    assert set(order) == {str(role) for role in Role}
    assert set(order[:2]) == {"auditor", "institution_head"}
    assert page.count("Your role") == 2
