"""The receipt: a number and six words, worked out from the form's random mark, so that sending twice gives the same.

Nothing of it is stored in clear: a case keeps the number and a MAC of the words. Both are read as people type them,
with either alphabet's letters that look alike, in any case, with or without the dash.
"""

import re
import secrets
import unicodedata
from collections.abc import Sequence

from data.incidents.model import Receipt
from data.records.keys import Keys

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
WORDS, LETTERS = 6, 8
ATTEMPT = re.compile(r"[A-Za-z0-9_-]{22,64}")
LOOK_ALIKE = str.maketrans("\u0410\u0412\u0421\u0415\u041d\u041a\u041c\u0420\u0422\u0425\u0423", "ABCEHKMPTXY")
NO_LETTERS = re.compile(r"[^0-9a-z\u0400-\u04ff]")


def new_attempt() -> str:
    """A fresh mark for a form, 192 random bits."""
    return secrets.token_urlsafe(24)


def is_attempt(text: str) -> bool:
    """Whether this could be a mark that a form was given."""
    return ATTEMPT.fullmatch(text) is not None


def receipt(keys: Keys, attempt: str, words: Sequence[str]) -> Receipt:
    """The receipt of an attempt. `words`: the list to choose six of, in the reporter's language."""
    number = int(keys.mac("receipt_number", attempt), 16)
    letters = "".join(ALPHABET[digit] for digit in _digits(number, len(ALPHABET), LETTERS))
    chosen = _digits(int(keys.mac("receipt_words", attempt), 16), len(words), WORDS)
    return Receipt(f"{letters[:4]}-{letters[4:]}", tuple(words[place] for place in chosen))


def reference(typed: str) -> str:
    """The number as it is kept, from what somebody typed; what is no number comes back as it may."""
    letters = re.sub(r"[^0-9A-Z]", "", typed.upper().translate(LOOK_ALIKE))
    return f"{letters[:4]}-{letters[4:]}"[: LETTERS + 1]


def words_mac(keys: Keys, reference: str, words: Sequence[str]) -> str:
    """What a case keeps instead of the words. Case, apostrophes and spaces do not matter."""
    return keys.mac("receipt_check", "|".join([reference, *(fold(one) for one in words)]))


def mark(words_mac: str) -> str:
    """What a waiting file is found by: a piece of the words' MAC, which tells nothing of them."""
    return words_mac[:32]


def fold(word: str) -> str:
    """A word as it is compared."""
    return NO_LETTERS.sub("", unicodedata.normalize("NFC", word).casefold())


def _digits(number: int, base: int, how_many: int) -> list[int]:
    found = []
    for _ in range(how_many):
        number, digit = divmod(number, base)
        found.append(digit)
    return found
