"""A case's key opens its own pieces and nothing else; files are whole or not there."""

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from data.errors import NotFound
from data.incidents import pieces, queries, sealing
from data.incidents.tables import incident_parts, incidents
from data.records.keys import Keys
from tests.data.incidents import cast

KEYS = Keys(b"0123456789abcdef0123456789abcdef")


@given(st.binary(max_size=500))
def test_what_is_sealed_opens_again_and_is_never_sealed_alike(plain):
    key = sealing.new_key()
    first, second = (sealing.seal(key, "case", "part", plain) for _ in range(2))
    assert sealing.unseal(key, "case", "part", first) == plain
    assert first != second


@given(st.integers(0, 60), st.integers(1, 255))
def test_a_changed_byte_is_noticed(place, flip):
    key = sealing.new_key()
    sealed = bytearray(sealing.seal(key, "case", "part", b"words" * 10))
    place = 1 + place % (len(sealed) - 1)
    sealed[place] ^= flip
    with pytest.raises(InvalidTag):
        sealing.unseal(key, "case", "part", bytes(sealed))


@pytest.mark.parametrize(("case", "part"), [("other", "part"), ("case", "other")])
def test_a_piece_moved_elsewhere_does_not_open(case, part):
    key = sealing.new_key()
    with pytest.raises(InvalidTag):
        sealing.unseal(key, case, part, sealing.seal(key, "case", "part", b"words"))


def test_a_key_is_wrapped_for_one_case_under_one_secret():
    key = sealing.new_key()
    wrapped = sealing.wrap(KEYS, key, "case")
    assert sealing.unwrap(KEYS, wrapped, "case") == key
    with pytest.raises(InvalidTag):
        sealing.unwrap(KEYS, wrapped, "other")
    with pytest.raises(InvalidTag):
        sealing.unwrap(Keys(b"another secret of thirty-two byte"), wrapped, "case")
    assert key.hex() not in repr(pieces.Seal("case", key))


def test_a_piece_moved_to_another_case_in_the_records_does_not_open(store, officer):
    first, second = cast.case(store), cast.case(store)
    with store.write() as connection:
        stolen = incident_parts.c.incident_id == first
        connection.execute(update(incident_parts).where(stolen).values(incident_id=second))
    with pytest.raises(InvalidTag):
        queries.parts(store, officer, second)


def test_a_case_whose_key_is_destroyed_is_closed_to_everybody(store, officer):
    case_id = cast.case(store)
    with store.write() as connection:
        connection.execute(update(incidents).where(incidents.c.id == case_id).values(wrapped_key=b"\x01"))
    with pytest.raises((InvalidTag, ValueError)):
        queries.parts(store, officer, case_id)


def test_files_are_kept_for_their_owner_alone_and_checked_when_read(blobs):
    name = blobs.keep(b"sealed")
    path = blobs.folder / name
    assert (blobs.read(name), path.stat().st_mode & 0o777, blobs.folder.stat().st_mode & 0o777) == (
        b"sealed", 0o600, 0o700,
    )  # fmt: skip
    assert [path.name for path in blobs.folder.iterdir()] == [name]
    path.write_bytes(b"other")
    for wrong in (name, "missing", "../secret"):
        with pytest.raises(NotFound):
            blobs.read(wrong)


def test_each_case_has_a_key_of_its_own(store):
    for _ in range(3):
        cast.case(store)
    with store.read() as connection:
        rows = connection.execute(select(incidents)).mappings().all()
    assert len({pieces.seal_of(store.keys, row).key for row in rows}) == 3
