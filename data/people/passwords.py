"""Passwords: argon2id, and rules on new ones by zxcvbn's shipped lists. Two hashes at a time at most in one process."""

import functools
import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from data.errors import BadPassword

SHORTEST, LONGEST, STRONG = 12, 72, 3
HASHER = PasswordHasher(time_cost=1, memory_cost=46 * 1024, parallelism=1)
AT_ONCE = threading.BoundedSemaphore(2)


def hashed(password: str) -> str:
    """The argon2id hash (46 MiB, one pass) of `password`."""
    with AT_ONCE:
        return HASHER.hash(_same(password))


def matches(password: str, stored: str | None) -> bool:
    """Whether `password` made `stored`. Without a stored hash a dummy is verified, so that the time tells nothing."""
    with AT_ONCE:
        try:
            return HASHER.verify(stored or _dummy(), _same(password)[:LONGEST]) and stored is not None
        except (VerificationError, InvalidHashError):
            return False


def outdated(stored: str) -> bool:
    """Whether the hash was made with weaker settings than today's."""
    return HASHER.check_needs_rehash(stored)


def check_rules(password: str, *personal: str) -> None:
    """Raise BadPassword: too short, too long, one many people use, or built on the person's own words.

    zxcvbn (Wheeler 2016) estimates guesses from lists of common passwords, names and keyboard walks; 3 of 4 is asked.
    """
    from zxcvbn import zxcvbn

    password = _same(password)
    if len(password) < SHORTEST:
        raise BadPassword(why="short", shortest=SHORTEST)
    if len(password) > LONGEST:
        raise BadPassword(why="long", longest=LONGEST)
    own = [word for text in personal for word in _words(text) if len(word) >= 4]
    if any(word.casefold() in password.casefold() for word in own):
        raise BadPassword(why="personal")
    if zxcvbn(password, user_inputs=own, max_length=LONGEST)["score"] < STRONG:
        raise BadPassword(why="common")


def _words(text: str) -> list[str]:
    """The words in a text, with the digits stuck to them and without."""
    whole = "".join(letter if letter.isalnum() else " " for letter in text)
    return list(dict.fromkeys([*whole.split(), *"".join(" " if one.isdigit() else one for one in whole).split()]))


def _same(password: str) -> str:
    """A password as one text, however a keyboard composes its letters (NFKC)."""
    return unicodedata.normalize("NFKC", password)


@functools.cache
def _dummy() -> str:
    return HASHER.hash("no such person")
