"""The secret: whole, hard to guess, nobody's default; and keys that tell nothing of one another."""

import hashlib
import hmac
import os
import threading

import pytest
from cryptography.exceptions import InvalidTag

from data.errors import BadSecret
from data.records.keys import KNOWN, Keys, read_secret, weakness, write_secret

KEYS = Keys(b"thirty-two bytes, told to nobody")


@pytest.mark.parametrize(
    ("secret", "why"),
    [
        (b"", "short"),
        (b"Zk3-9fQ7.xWp", "short"),
        (b"ababababababababababababababababababab", "short"),
        (b"CHANGE_ME_TO_A_COMPLEX_RANDOM_SECRET", "known"),
        (rb"\x02\x01thisismyscretkey\x01\x02\\e\\y\\y\\h", "known"),
        (b"thisISaSECRET_1234", "known"),
        (b"YOUR_OWN_RANDOM_GENERATED_SECRET_KEY", "known"),
        (b"TEST_NON_DEV_SECRET", "known"),
        (b"changeme", "known"),
        (b"ChangeMe-ChangeMe-ChangeMe-ChangeMe!", "known"),
        (b"my very own Password, quite long 7163", "known"),
        (b"0123456789abcdef0123456789abcdef", "known"),
        (b"kf82jd7sKQpw" * 3, "known"),
    ],
)
def test_a_secret_that_will_not_do_is_named(tmp_path, secret, why):
    assert weakness(secret) == why
    (tmp_path / "secret").write_bytes(secret)
    with pytest.raises(BadSecret) as refused:
        read_secret(tmp_path / "secret")
    assert refused.value.parameters["why"] == why


def test_every_known_secret_is_refused_however_it_is_dressed_up():
    lines = [line for line in KNOWN.read_bytes().splitlines() if line and not line.startswith(b"#")]
    assert len(lines) > 30
    for line in lines:
        assert weakness(b"Zk39fQ7xWp-" + line.swapcase() + b"-uT5rLm2vXn8Hy4Jd6") == "known", line


def test_no_random_secret_is_taken_for_a_known_one():
    assert not [secret for secret in (os.urandom(32) for _ in range(2000)) if weakness(secret)]


def test_random_bytes_that_end_like_a_line_keep_their_length(tmp_path):
    secret = bytes(range(200, 231)) + b"\n"
    (tmp_path / "secret").write_bytes(secret)
    assert read_secret(tmp_path / "secret").secret == secret


def test_a_new_secret_is_its_owners_alone_and_never_overwritten(tmp_path):
    path = tmp_path / "keys" / "secret"
    assert write_secret(path)
    made = path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o400
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert not write_secret(path)
    assert path.read_bytes() == made
    assert [one.name for one in path.parent.iterdir()] == ["secret"]
    assert read_secret(path).secret == made


def test_of_many_who_make_it_at_once_one_does(tmp_path):
    made: list[bool] = []
    threads = [
        threading.Thread(target=lambda: made.append(write_secret(tmp_path / "secret"))) for _ in range(12)
    ]  # fmt: skip
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(made) == [False] * 11 + [True]
    read_secret(tmp_path / "secret")


def test_no_secret_no_keys(tmp_path):
    with pytest.raises(BadSecret) as refused:
        read_secret(tmp_path / "none")
    assert refused.value.parameters["why"] == "missing"


def test_many_digests_are_the_same_as_one_by_one():
    messages = ["", "one", "two" * 100]
    wanted = [hmac.new(KEYS.derive("any"), message.encode(), hashlib.sha256).digest() for message in messages]
    assert list(KEYS.digests("any", messages)) == wanted
    assert next(iter(KEYS.digests("any", ["e", "e" * 100], "on"))) == wanted[1]
    assert KEYS.mac("any", "one") == wanted[1].hex()


def test_purposes_have_keys_of_their_own_that_nothing_shows():
    purposes = ("audit", "factor", "pseudonym:register")
    assert len({KEYS.derive(purpose) for purpose in purposes} | {KEYS.secret}) == 4
    assert "told to nobody" not in repr(KEYS)


def test_what_is_sealed_opens_in_its_own_place_alone():
    sealed = KEYS.seal("factor", b"plain", "people|1|factor_secret")
    assert KEYS.unseal("factor", sealed, "people|1|factor_secret") == b"plain"
    for about in ("people|2|factor_secret", ""):
        with pytest.raises(InvalidTag):
            KEYS.unseal("factor", sealed, about)
