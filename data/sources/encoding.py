"""Bytes of a text file → the encoding they are in. Nothing is guessed that would read wrongly without a word."""

import codecs
import re

from data.errors import BadFile

CONTROL = bytes(code for code in (*range(32), 127) if code not in b"\t\n\r")
SAMPLE = 200_000
# What text of another Cyrillic code page turns into when it is read as Windows-1251.
STRAY = re.compile(
    "[\u00a4\u00a6\u00a8\u00ac\u00ae\u00ad\u00b1\u00b5\u0402\u0403\u0452\u0453\u040a\u040c\u040f\u045a\u045c\u045f]"
)
CYRILLIC = re.compile("[\u0400-\u04ff]")
SMALL_THEN_BIG = re.compile("[\u0430-\u045f][\u0410-\u042f]")
SMALL_THEN_SMALL = re.compile("[\u0430-\u045f][\u0430-\u045f]")


def encoding_of(raw: bytes, file: str) -> str:
    """`utf-8-sig` (also without the mark) or `cp1251`. Raises BadFile for anything else, binary files included."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise BadFile(reason="encoding", file=file)
    _refuse_binary(raw, file)
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return _windows(raw, file)
    return "utf-8-sig"


def _refuse_binary(raw: bytes, file: str) -> None:
    if len(raw.translate(None, CONTROL)) == len(raw):
        return
    first = next(place for place, byte in enumerate(raw) if byte in CONTROL)
    raise BadFile(reason="binary", file=file, row=raw.count(b"\n", 0, first) + 1)


def _windows(raw: bytes, file: str) -> str:
    """`cp1251` if the text reads as words in it: letters that are rare in words, or words with wrong case, do not."""
    try:
        sample = raw.decode("cp1251")[:SAMPLE]
    except UnicodeDecodeError:
        raise BadFile(reason="encoding", file=file) from None
    letters = len(CYRILLIC.findall(sample))
    stray = len(STRAY.findall(sample))
    swapped = len(SMALL_THEN_BIG.findall(sample))
    if not letters or stray * 10 > letters or (swapped > 2 and swapped > 5 * len(SMALL_THEN_SMALL.findall(sample))):
        raise BadFile(reason="encoding", file=file)
    return "cp1251"
