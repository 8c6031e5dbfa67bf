"""The statements of statements.sql, with the names of a dataset and its columns filled in."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

FILE = Path(__file__).with_name("statements.sql")
MARK = "-- name: "


def statement(called: str, **names: object) -> str:
    """The statement `called`, ready to run. `names` come from our own dataset files, never from an upload."""
    text = _statements()[called]
    for name, filling in names.items():
        text = text.replace("{" + name + "}", str(filling))
    return text


@cache
def _statements() -> Mapping[str, str]:
    parts = FILE.read_text(encoding="utf-8").split(MARK)[1:]
    named = (part.partition("\n") for part in parts)
    return MappingProxyType({name.strip(): text.strip().removesuffix(";") for name, _, text in named})
