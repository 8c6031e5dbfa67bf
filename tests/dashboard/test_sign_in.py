"""Signing in, the second step and invitations, as a browser without scripts sees them."""

import json
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from data.access import Extent, Holding, Role
from data.people import demonstration, operator, oversight, people
from data.records import audit
from data.records.tables import people as people_table
from data.records.tables import sessions as sessions_table
from tests.dashboard.entrance import (
    COUNTRY,
    PASSWORD,
    Entrance,
    built,
    enter,
    hidden,
    house,
    key_on,
    sign_in,
    token_of,
)

__all__ = ["built", "house"]
ANALYST = Holding(Role.ANALYST)


@pytest.fixture
def real_house(home, tmp_path):
    """A portal over a release that says it is real, with demonstration accounts left over from before."""
    shutil.copytree(home / "releases", tmp_path / "releases")
    for path in tmp_path.glob("releases/*/release.json"):
        path.chmod(0o644)
        path.write_text(json.dumps(json.loads(path.read_text()) | {"demonstration": False}))
    house = Entrance(tmp_path, tmp_path)
    info = house.services.shelf.current().info
    demonstration.provide(house.store, house.country, replace(info, demonstration=True))
    yield house
    house.store.close()


def is_stranger(client) -> bool:
    """Whether the portal knows nobody behind this browser: sent to sign in, and refused what is not a page."""
    asked, sent = client.get("/account"), client.post("/account", data={"act": "others"})
    return (asked.status_code, sent.status_code) == (303, 401) and "/sign-in" in asked.headers["Location"]


def is_in(client) -> bool:
    return client.get("/account").status_code == 200


class TestSigningIn:
    def test_the_page_is_for_everybody_and_kept_by_nobody(self, house):
        answer = house.client().get("/sign-in?lang=en")
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "<title>Sign in · PRO-MISE</title>" in answer.text
        assert answer.text.count("<h1") == 1

    def test_a_wrong_word_and_an_unknown_person_are_answered_alike(self, house):
        email = house.guest()
        known, unknown = (sign_in(house.client(), one, "wrong").text for one in (email, "nobody@example.org"))
        assert known.replace(email, "") == unknown.replace("nobody@example.org", "")
        assert 'role="alert"' in known
        assert sign_in(house.client(), email, "wrong").status_code == 401

    def test_the_password_is_never_sent_back(self, house):
        assert "a-wrong-password-77" not in sign_in(house.client(), house.guest(), "a-wrong-password-77").text

    def test_what_is_missing_is_told_at_its_field_and_costs_no_try(self, house):
        answers = [house.client("10.1.0.1").post("/sign-in", data={"email": "x@example.org"}) for _ in range(8)]
        assert {answer.status_code for answer in answers} == {422}
        assert 'aria-describedby="error-password" aria-invalid="true"' in answers[0].text

    def test_too_many_tries_are_told_how_long_to_wait(self, house):
        email = house.guest()
        answers = [sign_in(house.client("10.2.0.1"), email, "wrong") for _ in range(7)]
        assert [answer.status_code for answer in answers] == [401] * 5 + [429] * 2
        assert int(answers[-1].headers["Retry-After"]) >= 1
        house.clock.move(seconds=2)
        assert sign_in(house.client("10.2.0.1"), email).status_code == 303

    def test_who_is_signed_in_is_sent_on(self, house):
        client, _, _ = enter(house, house.guest())
        assert client.get("/sign-in?next=/data").headers["Location"] == "/data"

    @pytest.mark.parametrize(
        "path",
        ["//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example", "evil.example",
         "javascript:alert(1)", "/a\nb", "/\t/evil.example", " /data"],
    )  # fmt: skip
    def test_nobody_is_sent_elsewhere(self, house, path):
        client = house.client()
        assert 'name="next"' not in client.get("/sign-in", query_string={"next": path}).text
        account = demonstration.accounts(house.country)[0]
        assert sign_in(client, account.email, account.password, next=path).headers["Location"] == "/"

    def test_one_is_sent_on_to_where_one_wanted_to_go(self, house):
        account = demonstration.accounts(house.country)[0]
        page = house.client().get("/sign-in?next=/regions").text
        assert hidden(page, "next") == "/regions"
        answer = sign_in(house.client(), account.email, account.password, next="/regions")
        assert answer.headers["Location"] == "/regions"

    def test_the_portal_speaks_the_language_of_the_person(self, house):
        email = house.guest()
        client = house.client()
        client.get("/sign-in?lang=en")
        assert "lang=uk" in "".join(sign_in(client, email).headers.getlist("Set-Cookie"))

    def test_another_sites_form_signs_nobody_in(self, house):
        account = demonstration.accounts(house.country)[0]
        client = house.client()
        answer = client.post(
            "/sign-in",
            data={"email": account.email, "password": account.password},
            headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
        )
        assert answer.status_code == 403
        assert token_of(client) is None

    def test_a_form_of_our_own_comes_without_an_origin(self, house):
        """Browsers send "null" where Referrer-Policy is no-referrer."""
        account = demonstration.accounts(house.country)[0]
        sent = {"email": account.email, "password": account.password}
        assert house.client().post("/sign-in", data=sent, headers={"Origin": "null"}).status_code == 303


class TestDemonstration:
    def test_every_role_can_be_entered_by_one_button(self, house):
        page = house.client().get("/sign-in").text
        forms = re.findall(r'<form action="/sign-in" class="offer-form".*?</form>', page)
        assert len(forms) == len(demonstration.accounts(house.country)) >= 10
        for form in forms:
            client = house.client()
            answer = sign_in(client, hidden(form, "email"), hidden(form, "password"))
            assert answer.headers["Location"] == "/"
            assert is_in(client)

    def test_it_is_called_what_it_is(self, house):
        assert "Вигадані дані" in house.client().get("/sign-in").text
        assert "Invented data" in house.client().get("/sign-in?lang=en").text

    def test_it_changes_no_language(self, house):
        account = demonstration.accounts(house.country)[0]
        answer = sign_in(house.client(), account.email, account.password)
        assert not [cookie for cookie in answer.headers.getlist("Set-Cookie") if cookie.startswith("lang=")]

    def test_over_real_data_nothing_of_it_is_shown_or_works(self, real_house):
        page = real_house.client().get("/sign-in").text
        account = demonstration.accounts(real_house.country)[0]
        assert "demo.invalid" not in page
        assert account.password not in page
        assert sign_in(real_house.client(), account.email, account.password).status_code == 401
        assert demonstration.offered(real_house.store, real_house.country) == ()

    def test_one_visitor_cannot_lock_out_the_others(self, house):
        account = demonstration.accounts(house.country)[0]
        client = house.client()
        sign_in(client, account.email, account.password)
        assert client.get("/account/factor").status_code == 303
        for data in ({"act": "password", "old": account.password, "new": "a new road home 1234"},
                     {"act": "codes", "code": "123456"}):  # fmt: skip
            assert client.post("/account", data=data).status_code == 401
        assert client.post("/account/factor", data={"code": "123456", "present": "1"}).status_code in {303, 401}
        assert sign_in(house.client(), account.email, account.password).status_code == 303


class TestSecondStep:
    def test_nobody_gets_anywhere_without_it(self, house):
        client = house.client()
        sign_in(client, house.guest())
        assert client.get("/account").status_code == 404
        assert client.get("/second-factor").status_code == 200
        assert client.post("/account", data={"act": "others"}).status_code == 404

    def test_setting_it_up_gives_the_rights_another_token_and_codes_once(self, house):
        client = house.client()
        sign_in(client, house.guest())
        before = token_of(client)
        page = client.get("/second-factor?next=/regions").text
        secret = key_on(page)
        assert "data:image/svg+xml" in page
        sent = {"offer": hidden(page, "offer"), "code": house.code(secret), "next": hidden(page, "next")}
        answer = client.post("/second-factor", data=sent)
        assert answer.status_code == 303
        assert token_of(client) != before
        shown = client.get(answer.headers["Location"])
        assert len(re.findall(r"<code>[0-9A-Z]{5}-[0-9A-Z]{5}</code>", shown.text)) == 10
        assert shown.headers["Cache-Control"] == "no-store"
        assert client.post("/recovery-codes", data={"next": "/regions"}).headers["Location"] == "/regions"
        assert client.get("/recovery-codes").headers["Location"] == "/"
        assert is_in(client)

    def test_a_wrong_code_keeps_the_picture(self, house):
        client = house.client()
        sign_in(client, house.guest())
        page = client.get("/second-factor").text
        answer = client.post("/second-factor", data={"offer": hidden(page, "offer"), "code": "000000"})
        assert answer.status_code == 401
        assert key_on(answer.text) == key_on(page)

    def test_the_key_is_sealed_for_one_session(self, house):
        mine, other = house.client(), house.client()
        sign_in(mine, house.guest())
        sign_in(other, house.guest())
        page = mine.get("/second-factor").text
        secret = key_on(page)
        assert secret.hex() not in page
        sent = {"offer": hidden(page, "offer"), "code": house.code(secret)}
        assert other.post("/second-factor", data=sent).status_code == 401
        assert other.post("/second-factor", data=sent | {"offer": "AAAA" + sent["offer"][4:]}).status_code == 401
        assert mine.post("/second-factor", data=sent).status_code == 303

    def test_a_code_is_good_once(self, house):
        email = house.guest()
        _, secret, _ = enter(house, email)
        house.clock.move(seconds=60)
        statuses = []
        for _ in range(2):
            client = house.client()
            sign_in(client, email)
            statuses.append(client.post("/second-factor", data={"code": house.code(secret)}).status_code)
        assert statuses == [303, 401]

    def test_of_two_at_once_one_passes(self, house):
        email = house.guest()
        _, secret, _ = enter(house, email)
        house.clock.move(seconds=60)
        clients = [house.client(), house.client()]
        for client in clients:
            sign_in(client, email)
        code = {"code": house.code(secret)}
        with ThreadPoolExecutor(2) as pool:
            statuses = list(pool.map(lambda one: one.post("/second-factor", data=code).status_code, clients))
        assert sorted(statuses) == [303, 401]
        assert sorted(is_in(client) for client in clients) == [False, True]

    @pytest.mark.parametrize(
        ("skew", "status"),
        [(-95, 401), (-65, 401), (-35, 303), (-30, 303), (0, 303), (30, 303), (35, 303), (65, 401), (95, 401)],
    )
    def test_a_clock_may_be_a_little_wrong(self, house, skew, status):
        email = house.guest()
        _, secret, _ = enter(house, email)
        house.clock.move(seconds=300)
        house.clock.now = house.clock.now.replace(second=15)
        client = house.client()
        sign_in(client, email)
        assert client.post("/second-factor", data={"code": house.code(secret, skew)}).status_code == status

    def test_a_recovery_code_stands_in_once_however_it_is_typed(self, house):
        email = house.guest()
        _, _, codes = enter(house, email)
        statuses = []
        for typed in (codes[0].lower().replace("-", " "), codes[0]):
            client = house.client()
            sign_in(client, email)
            statuses.append(client.post("/second-factor", data={"code": typed}).status_code)
        assert statuses == [303, 401]

    def test_guessing_codes_is_slowed_on_all_networks_together(self, house):
        email = house.guest()
        enter(house, email)
        house.clock.move(seconds=60)
        statuses = []
        for number in range(12):
            client = house.client(f"10.{number + 20}.0.1")
            sign_in(client, email)
            statuses.append(client.post("/second-factor", data={"code": f"{number:06}"}).status_code)
        assert statuses == [401] * 10 + [429] * 2


class TestSessions:
    def test_a_token_from_before_is_not_kept(self, house):
        account = demonstration.accounts(house.country)[0]
        client, planted = house.client(), "planted" * 6
        client.set_cookie("sid", planted)
        sign_in(client, account.email, account.password)
        assert token_of(client) != planted
        client.set_cookie("sid", planted)
        assert is_stranger(client)

    def test_signing_in_again_ends_the_session_that_was_there(self, house):
        account = demonstration.accounts(house.country)[0]
        client = house.client()
        sign_in(client, account.email, account.password)
        before = token_of(client)
        sign_in(client, account.email, account.password)
        client.set_cookie("sid", before)
        assert is_stranger(client)

    def test_the_token_is_out_of_reach_of_scripts_and_other_sites(self, house):
        account = demonstration.accounts(house.country)[0]
        answer = sign_in(house.client(), account.email, account.password)
        (cookie,) = [one for one in answer.headers.getlist("Set-Cookie") if one.startswith("sid=")]
        assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))

    def test_signing_out_ends_it_everywhere_at_once(self, house):
        client, _, _ = enter(house, house.guest())
        token = token_of(client)
        answer = client.post("/sign-out")
        assert (answer.status_code, answer.headers["Location"]) == (303, "/")
        assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
        assert token_of(client) is None
        client.set_cookie("sid", token)
        assert is_stranger(client)

    def test_nobody_is_signed_out_by_a_link(self, house):
        client, _, _ = enter(house, house.guest())
        client.get("/sign-out")
        assert is_in(client)

    def test_a_role_taken_away_ends_the_session_at_the_next_request(self, house):
        email = house.guest()
        client, _, _ = enter(house, email)
        _, (line,) = next(found for found in people.everybody(house.store) if found[0].email == email)
        oversight.revoke(house.store, line.id, by=COUNTRY, reason="left")
        assert is_stranger(client)

    def test_a_disabled_person_is_a_stranger_at_the_next_request(self, house):
        email = house.guest()
        client, _, _ = enter(house, email)
        with house.store.write() as connection:
            connection.execute(update(people_table).where(people_table.c.email == email).values(state="disabled"))
        assert is_stranger(client)
        assert sign_in(house.client(), email).status_code == 401

    @pytest.mark.parametrize(("holding", "minutes"), [(None, 30), (ANALYST, 15)])
    def test_it_idles_out_and_stays_out(self, house, holding, minutes):
        client, _, _ = enter(house, house.guest(holding))
        for _ in range(3):
            house.clock.move(minutes=minutes - 1)
            assert is_in(client)
        house.clock.move(minutes=minutes + 1)
        assert is_stranger(client)
        assert is_stranger(client)

    def test_it_ends_after_twelve_hours_whatever_one_does(self, house):
        client, _, _ = enter(house, house.guest())
        for _ in range(28):
            house.clock.move(minutes=25)
            assert is_in(client)
        house.clock.move(minutes=25)
        assert is_stranger(client)

    def test_only_the_hash_of_a_token_is_stored(self, house):
        client, _, _ = enter(house, house.guest())
        with house.store.read() as connection:
            assert token_of(client) not in repr(connection.execute(select(sessions_table)).all())


class TestInvitations:
    def test_it_tells_what_it_gives_and_asks_for_a_name_and_a_password(self, house):
        email, link = house.invite()
        page = house.client().get(link).text
        assert email in page
        assert "Обласний координатор" in page
        assert house.country.areas[0].name.uk in page
        assert 'autocomplete="new-password"' in page
        assert house.client().post(link, data={"name": " ", "password": ""}).status_code == 422

    def test_a_weak_password_is_refused_with_the_reason_and_the_link_stays_good(self, house):
        _, link = house.invite()
        answer = house.client().post(link, data={"name": "Олена", "password": "password1234"})
        assert answer.status_code == 422
        assert "легко вгадати" in answer.text
        assert house.client().post(link, data={"name": "Олена", "password": PASSWORD}).status_code == 303

    def test_looking_at_it_changes_nothing(self, house):
        _, link = house.invite()
        assert [house.client().get(link).status_code for _ in range(3)] == [200] * 3

    def test_a_used_link_says_so(self, house):
        _, link = house.invite()
        sent = {"name": "Олена", "password": PASSWORD}
        house.client().post(link, data=sent)
        answers = [house.client().get(link), house.client().post(link, data=sent)]
        assert [answer.status_code for answer in answers] == [410, 410]
        assert "вже використано" in answers[0].text

    def test_an_expired_a_waiting_and_an_unknown_link_say_so(self, house):
        _, late = house.invite()
        _, waiting = house.invite(holding=ANALYST, confirmed=False)
        assert house.client().get(waiting).status_code == 403
        assert house.client().post(waiting, data={"name": "X", "password": PASSWORD}).status_code == 403
        assert "друга відповідальна особа" in house.client().get(waiting).text
        house.clock.move(hours=73)
        assert house.client().get(late).status_code == 410
        assert "Строк" in house.client().get(late).text
        assert house.client().get("/invitation/nothing").status_code == 404

    def test_nothing_sent_widens_the_role(self, house):
        email, link = house.invite()
        sent = {"name": "Олена", "password": PASSWORD, "role": "administrator", "areas": "", "email": "x@example.org"}
        house.client().post(link, data=sent | {"holding": "administrator", "needs_second": ""})
        _, (held,) = next(found for found in people.everybody(house.store) if found[0].email == email)
        wanted = Extent(frozenset({house.country.areas[0].code}))
        assert held.holding == Holding(Role.COORDINATOR, wanted)

    def test_of_two_at_once_one_is_let_in(self, house):
        email, link = house.invite()
        sent = {"name": "Олена", "password": PASSWORD}
        with ThreadPoolExecutor(2) as pool:
            statuses = list(pool.map(lambda _: house.client().post(link, data=sent).status_code, range(2)))
        assert sorted(statuses)[0] == 303
        assert sorted(statuses)[1] in {401, 410}
        found = [held for person, held in people.everybody(house.store) if person.email == email]
        assert [len(held) for held in found] == [1]

    def test_an_account_that_is_there_is_proved_by_its_password(self, house):
        email = house.guest()
        _, link = house.invite(email, Holding(Role.HROMADA, Extent(frozenset({house.country.areas[1].code}))))
        page = house.client().get(link).text
        assert 'autocomplete="current-password"' in page
        assert 'name="name"' not in page
        wrong = house.client().post(link, data={"password": "їхній-власний-пароль-77"})
        assert wrong.status_code == 401
        house.client().post(link, data={"password": PASSWORD})
        assert len(next(held for person, held in people.everybody(house.store) if person.email == email)) == 2

    def test_it_is_no_place_to_guess_a_password(self, house):
        _, link = house.invite(house.guest())
        statuses = [house.client("10.3.0.1").post(link, data={"password": f"guess {n}"}).status_code for n in range(7)]
        assert statuses == [401] * 5 + [429] * 2

    def test_the_token_is_written_nowhere(self, house, caplog):
        caplog.set_level("DEBUG")
        _, link = house.invite()
        token = link.rsplit("/", 1)[1]
        house.client().get(link)
        house.client().post(link, data={"name": "Олена", "password": PASSWORD})
        house.client().get(link)
        assert token not in caplog.text
        assert token not in repr(audit.entries(house.store))


def test_somebody_who_lost_the_password_is_asked_for_a_new_one_and_no_name(house):
    email = house.guest()
    token = operator.renew(house.store, email)
    client, address = house.client(), f"/invitation/{token}"
    page = client.get(address).text
    assert 'name="name"' not in page
    assert "старий більше не діє" in page
    assert client.post(address, data={"password": "зимові-стежки-над-річкою-7"}).status_code == 303
    assert client.get(address).status_code == 410
    answer = house.client().post("/sign-in", data={"email": email, "password": "зимові-стежки-над-річкою-7"})
    assert answer.status_code == 303
