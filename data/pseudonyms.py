"""Codes in place of identifiers: the same child has the same code, and without the key nobody can tell which child.

code = the first 100 bits of HMAC-SHA-256(key "pseudonym:register", "<country>|<kind>|<identifier>") as 20 characters of
Crockford's base 32, and a check character (Luhn modulo 32) that shows a slip of the pen. A child's identifier is first
freed of what only spelling differs in: case, white space, forms of one letter. A stay's is taken as it is.
"""

import unicodedata
from collections.abc import Sequence
from itertools import islice

import numpy as np
from duckdb import DuckDBPyConnection

from data.records.keys import Keys

PURPOSE = "pseudonym:register"
CHILD, STAY = "child", "stay"
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, TOGETHER = 20, 4096
COLUMNS = {"child_id": CHILD, "placement_id": STAY}
# Within a build whole numbers stand for the identifiers, in their order as text: of two stays that begin on one day
# the larger one counts (design §5.1). What is kept gets the codes (04_presence.sql), which tell no order.
NUMBERED = {
    "child_id": """
        create table number_of_child as
        select child_id as identifier, (row_number() over (order by child_id))::integer as number
        from (select distinct child_id from staged.placements where child_id is not null);
        select identifier from number_of_child order by number
    """,
    "placement_id": """
        create table number_of_stay as
        select placement_id as identifier, (row_number() over (order by placement_id))::integer as number
        from staged.placements where placement_id is not null;
        select identifier from number_of_stay order by number
    """,
}
REPLACE = """
    create table code_of_child as from new_child_id;
    create table code_of_stay as from new_placement_id;
    create or replace table staged.placements as
    select stay.* replace (child.number as child_id, known.number as placement_id)
    from staged.placements stay
    left join number_of_child child on child.identifier = stay.child_id
    left join number_of_stay known on known.identifier = stay.placement_id;
    drop table number_of_child;
    drop table number_of_stay
"""


def code(keys: Keys, country: str, kind: str, identifier: str) -> str:
    """The code of one identifier."""
    return codes(keys, country, kind, [identifier])[0]


def codes(keys: Keys, country: str, kind: str, identifiers: Sequence[str]) -> list[str]:
    """The codes of many, in their order."""
    told = map(_spelling, identifiers) if kind == CHILD else identifiers
    digests = keys.digests(PURPOSE, told, f"{country}|{kind}|")
    found: list[str] = []
    while some := b"".join(digest[:15] for digest in islice(digests, TOGETHER)):
        found += _written(_fives(some)[:, :LENGTH])
    return found


def is_code(text: str) -> bool:
    """Whether `text` is a code without a slip: its letters, its length, its check character."""
    if len(text) != LENGTH + 1 or not set(text) <= set(LETTERS):
        return False
    numbers = np.array([[LETTERS.index(letter) for letter in text[:-1]]], np.uint8)
    return bool(LETTERS[_check(numbers)[0]] == text[-1])


def replace(connection: DuckDBPyConnection, keys: Keys, country: str) -> None:
    """Put numbers in place of every child's and every stay's identifier in `staged.placements`.

    The tables code_of_child and code_of_stay (number INTEGER, code VARCHAR) say what may be kept of them.
    """
    for column, kind in COLUMNS.items():
        identifiers = np.asarray(connection.execute(NUMBERED[column]).fetchnumpy()["identifier"]).tolist()
        made = np.array(codes(keys, country, kind, identifiers), object)
        connection.register(f"new_{column}", {"number": np.arange(1, len(made) + 1, dtype=np.int32), "code": made})
    connection.execute(REPLACE)
    for column in COLUMNS:
        connection.unregister(f"new_{column}")


def _spelling(identifier: str) -> str:
    """A child's identifier without what only its spelling makes different."""
    folded = identifier if identifier.isascii() else unicodedata.normalize("NFKC", identifier)
    return "".join(folded.casefold().split())


def _written(numbers: np.ndarray) -> list[str]:
    """Rows of LENGTH numbers as codes."""
    letters = np.frombuffer(LETTERS.encode(), np.uint8)[np.column_stack([numbers, _check(numbers)])]
    text, width = letters.tobytes().decode("ascii"), LENGTH + 1
    return [text[start : start + width] for start in range(0, len(text), width)]


def _fives(octets: bytes) -> np.ndarray:
    """Bytes, fifteen to a row, as numbers of five bits, 24 to a row."""
    groups = np.zeros((len(octets) // 5, 8), np.uint8)
    groups[:, 3:] = np.frombuffer(octets, np.uint8).reshape(-1, 5)
    shifted = groups.view(">u8") >> np.arange(35, -1, -5, dtype=np.uint64)
    return (shifted & np.uint64(31)).astype(np.uint8).reshape(-1, 24)


def _check(numbers: np.ndarray) -> np.ndarray:
    """The number of the check character of each row (Luhn modulo 32)."""
    doubled = numbers[:, ::-2] * np.uint8(2)
    total = numbers[:, -2::-2].sum(axis=1, dtype=np.int64) + (doubled // 32 + doubled % 32).sum(axis=1, dtype=np.int64)
    return -total % 32  # type: ignore[no-any-return]
