"""My account: what it tells, and that every change proves who makes it."""

import re

import pytest

from data.access import Extent, Holding, Role
from data.people import demonstration, people
from data.records import audit
from tests.dashboard.entrance import PASSWORD, again, built, enter, hidden, house, key_on, sign_in, token_of

__all__ = ["built", "house"]
NEW = "зовсім-інша-дорога-додому"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


def is_in(client) -> bool:
    return client.get("/account").status_code == 200


def other_sessions(client) -> list[str]:
    """The sessions that the page offers to end."""
    return re.findall(r'name="session" type="hidden" value="([^"]+)"', client.get("/account").text)


class TestWhatItTells:
    def test_name_address_and_roles_with_their_places(self, house):
        area = house.country.areas[2]
        email = house.guest(Holding(Role.COORDINATOR, Extent(frozenset({area.code}), frozenset({"MES"}))))
        client, _, _ = enter(house, email)
        page = client.get("/account").text
        assert "Олена Приклад" in page
        assert email in page
        assert f"Обласний координатор — {area.name.uk}; {house.country.ministry_short['MES'].uk}" in page

    def test_sessions_in_words_and_local_time(self, house):
        client, _, _ = enter(house, house.guest())
        page = client.get("/account", headers={"User-Agent": FIREFOX}).text
        assert "10.0.0.0/24" in page
        assert "Цей пристрій" in page
        winter = f"{(house.clock().hour + 2) % 24:02}:{house.clock():%M}"
        assert f"Увійшли: {house.clock():%d.%m.%Y}, {winter}" in page

    def test_what_is_logged_about_me_and_nobody_else(self, house):
        email = house.guest()
        other, _, _ = enter(house, house.guest())
        other.post("/account", data={"act": "language", "language": "en"})
        client, _, _ = enter(house, email)
        page = client.get("/account").text
        assert "Налаштування другого кроку" in page
        assert "Зміна мови" not in page
        sign_in(house.client("10.9.0.1"), email, "wrong")
        assert "Невдала спроба входу" in client.get("/account").text

    def test_at_most_twenty_lines(self, house):
        client, _, _ = enter(house, house.guest())
        for _ in range(25):
            client.post("/account", data={"act": "language", "language": "uk"})
        table = client.get("/account").text.split('id="log"')[1]
        assert table.count("<tr") == 21

    def test_a_name_cannot_carry_markup(self, house):
        email, link = house.invite()
        house.client().post(link, data={"name": "<script>alert(1)</script>", "password": PASSWORD})
        client, _, _ = enter(house, email)
        assert "<script>alert" not in client.get("/account").text
        assert "&lt;script&gt;alert" in client.get("/account").text

    def test_of_a_shared_account_other_peoples_sessions_are_not_told(self, house):
        account = demonstration.accounts(house.country)[0]
        one, other = house.client("10.4.0.1"), house.client("10.5.0.1")
        for client in (one, other):
            sign_in(client, account.email, account.password)
        assert "10.5.0.0/24" not in one.get("/account").text
        assert "10.4.0.0/24" in one.get("/account").text
        assert other_sessions(one) == []


class TestSessions:
    def test_one_of_mine_is_ended(self, house):
        email = house.guest()
        first, secret, _ = enter(house, email)
        second = again(house, email, secret, "10.6.0.1")
        (there,) = other_sessions(second)
        assert second.post("/account", data={"act": "session", "session": there}).status_code == 303
        assert not is_in(first)
        assert is_in(second)

    def test_nobody_ends_anothers(self, house):
        mine, _, _ = enter(house, house.guest())
        email = house.guest()
        _, secret, _ = enter(house, email)
        other = again(house, email, secret)
        for session in other_sessions(other):
            mine.post("/account", data={"act": "session", "session": session})
        assert len(other_sessions(other)) == 1

    def test_all_others_are_ended(self, house):
        email = house.guest()
        first, secret, _ = enter(house, email)
        second, third = (again(house, email, secret) for _ in range(2))
        third.post("/account", data={"act": "others"})
        assert [is_in(client) for client in (first, second, third)] == [False, False, True]


class TestLanguage:
    def test_it_is_kept_and_shown(self, house):
        email = house.guest()
        client, _, _ = enter(house, email)
        client.post("/account", data={"act": "language", "language": "en"})
        assert "My account" in client.get("/account").text
        house.clock.move(seconds=60)
        assert "lang=en" in "".join(sign_in(house.client(), email).headers.getlist("Set-Cookie"))

    def test_only_one_that_the_portal_speaks(self, house):
        client, _, _ = enter(house, house.guest())
        client.post("/account", data={"act": "language", "language": "xx"})
        assert client.get_cookie("lang").value == "uk"


class TestPassword:
    def change(self, client, old=PASSWORD, new=NEW):
        return client.post("/account", data={"act": "password", "old": old, "new": new})

    def test_it_changes_with_the_token_and_ends_the_others(self, house):
        email = house.guest()
        first, secret, _ = enter(house, email)
        second = again(house, email, secret)
        before = token_of(second)
        assert self.change(second).headers["Location"] == "/account?done=password"
        assert token_of(second) != before
        assert [is_in(client) for client in (first, second)] == [False, True]
        assert sign_in(house.client(), email).status_code == 401
        assert sign_in(house.client(), email, NEW).status_code == 303

    def test_the_present_one_is_asked_for_and_guessing_it_is_slowed(self, house):
        client, _, _ = enter(house, house.guest())
        answers = [self.change(client, old=f"guess {number}") for number in range(7)]
        assert [answer.status_code for answer in answers] == [401] * 5 + [429] * 2
        assert "Поточний пароль не підходить" in answers[0].text
        assert audit.entries(house.store)[0].outcome == "refused"

    @pytest.mark.parametrize("new", ["short", "password1234", "guest-by-the-river", "Олена-біля-річки", "x" * 80])
    def test_a_new_one_keeps_the_rules(self, house, new):
        email = house.guest()
        client, _, _ = enter(house, email)
        answer = self.change(client, new=new)
        assert answer.status_code == 422
        assert 'id="error-new"' in answer.text
        assert new not in answer.text.replace(email, "")


class TestFactor:
    def offer(self, client):
        page = client.get("/account/factor").text
        return key_on(page), hidden(page, "offer")

    def test_another_one_needs_a_code_of_the_present_one(self, house):
        email = house.guest()
        client, secret, _ = enter(house, email)
        house.clock.move(seconds=60)
        fresh, offer = self.offer(client)
        sent = {"offer": offer, "code": house.code(fresh)}
        assert client.post("/account/factor", data=sent).status_code == 422
        assert client.post("/account/factor", data=sent | {"present": "000000"}).status_code == 401
        assert client.post("/account/factor", data=sent | {"present": house.code(fresh)}).status_code == 401
        answer = client.post("/account/factor", data=sent | {"present": house.code(secret)})
        assert answer.status_code == 303
        assert is_in(client)
        again(house, email, fresh)

    def test_a_recovery_code_does_as_well(self, house):
        client, _, codes = enter(house, house.guest())
        fresh, offer = self.offer(client)
        sent = {"offer": offer, "code": house.code(fresh), "present": codes[3]}
        assert client.post("/account/factor", data=sent).status_code == 303

    def test_new_recovery_codes_need_a_code_and_end_the_old_ones(self, house):
        email = house.guest()
        client, secret, old = enter(house, email)
        house.clock.move(seconds=60)
        assert client.post("/account", data={"act": "codes", "code": "000000"}).status_code == 401
        answer = client.post("/account", data={"act": "codes", "code": house.code(secret)})
        shown = client.get(answer.headers["Location"]).text
        new = re.findall(r"<code>([0-9A-Z]{5}-[0-9A-Z]{5})</code>", shown)
        assert len(new) == 10
        assert not set(new) & set(old)
        statuses = []
        for code in (old[0], new[0]):
            other = house.client()
            sign_in(other, email)
            statuses.append(other.post("/second-factor", data={"code": code}).status_code)
        assert statuses == [401, 303]

    def test_the_codes_are_shown_to_no_other_session(self, house):
        client, secret, _ = enter(house, house.guest())
        house.clock.move(seconds=60)
        client.post("/account", data={"act": "codes", "code": house.code(secret)})
        carried = client.get_cookie("recovery-codes", path="/recovery-codes")
        thief, _, _ = enter(house, house.guest())
        thief.set_cookie("recovery-codes", carried.value, path="/recovery-codes")
        assert thief.get("/recovery-codes").status_code == 303
        assert client.get("/recovery-codes").status_code == 200


def test_every_change_is_in_the_log_and_no_secret_is(house):
    email = house.guest()
    client, secret, codes = enter(house, email)
    person = next(one for one, _ in people.everybody(house.store) if one.email == email)
    house.clock.move(seconds=60)
    client.post("/account", data={"act": "language", "language": "en"})
    client.post("/account", data={"act": "others"})
    client.post("/account", data={"act": "codes", "code": house.code(secret)})
    client.post("/account", data={"act": "password", "old": PASSWORD, "new": NEW})
    told = audit.entries(house.store, person_id=person.id)
    acts = {line.act for line in told}
    assert {"language.change", "session.end_others", "factor.codes", "password.change", "person.accept"} <= acts
    assert not [word for word in (PASSWORD, NEW, email, *codes, token_of(client)) if word in repr(told)]
    assert audit.verify(house.store).first_bad is None
