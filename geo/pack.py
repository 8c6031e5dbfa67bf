"""Reading a country.toml: every value is asked for by key and type, and what is missing or wrong is named."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType

from geo.errors import GeoError
from geo.text import Text


class Pack:
    """A table of a pack's TOML file. Every method raises GeoError naming the file and the key."""

    def __init__(self, file: str, table: Mapping[str, object], where: str = "") -> None:
        self._file = file
        self._table = table
        self._where = where

    @classmethod
    def read(cls, path: Path) -> "Pack":
        """The whole file."""
        try:
            return cls(path.name, tomllib.loads(path.read_text(encoding="utf-8")))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise GeoError(file=path.name, wrong=str(error)) from error

    def string(self, key: str) -> str:
        """A string that is not empty."""
        value = self._value(key)
        if not isinstance(value, str) or not value.strip():
            raise self._wrong(key, value, "a string that is not empty")
        return value

    def whole(self, key: str) -> int:
        """A whole number."""
        value = self._value(key)
        if type(value) is not int:
            raise self._wrong(key, value, "a whole number")
        return value

    def number(self, key: str) -> float:
        """A number."""
        value = self._value(key)
        if type(value) not in (int, float) or not isinstance(value, int | float):
            raise self._wrong(key, value, "a number")
        return float(value)

    def flag(self, key: str) -> bool:
        """Yes or no."""
        value = self._value(key)
        if not isinstance(value, bool):
            raise self._wrong(key, value, "true or false")
        return value

    def has(self, key: str) -> bool:
        """Whether the key is there at all."""
        return key in self._table

    def text(self, key: str) -> Text:
        """Words in every language."""
        table = self.table(key)
        return Text(uk=table.string("uk"), en=table.string("en"))

    def strings(self, key: str) -> tuple[str, ...]:
        """A list of strings, none of them twice."""
        value = self._value(key)
        if not isinstance(value, list) or not all(isinstance(entry, str) and entry for entry in value):
            raise self._wrong(key, value, "a list of strings")
        if len(set(value)) != len(value):
            raise self._wrong(key, value, "a list without repetitions")
        return tuple(value)

    def dates(self, key: str) -> tuple[date, ...]:
        """A list of days, the earliest first."""
        value = self._value(key)
        if not isinstance(value, list) or not all(type(entry) is date for entry in value) or value != sorted(value):
            raise self._wrong(key, value, "a list of days in order")
        return tuple(value)

    def amount(self, key: str) -> float:
        """A number that is not negative."""
        value = self._value(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            raise self._wrong(key, value, "a number that is not negative")
        return float(value)

    def numbers(self, key: str) -> tuple[int, ...]:
        """A list of whole numbers."""
        value = self._value(key)
        if not isinstance(value, list) or not all(type(entry) is int for entry in value):
            raise self._wrong(key, value, "a list of whole numbers")
        return tuple(value)

    def day(self, key: str) -> date:
        """One day."""
        value = self._value(key)
        if type(value) is not date:
            raise self._wrong(key, value, "a day")
        return value

    def table(self, key: str) -> "Pack":
        """A table inside this one."""
        value = self._value(key)
        if not isinstance(value, dict):
            raise self._wrong(key, value, "a table")
        return Pack(self._file, value, f"{self._where}{key}.")

    def tables(self, key: str) -> tuple["Pack", ...]:
        """A list of tables, not empty."""
        value = self._value(key)
        if not isinstance(value, list) or not value or not all(isinstance(entry, dict) for entry in value):
            raise self._wrong(key, value, "a list of tables")
        return tuple(Pack(self._file, entry, f"{self._where}{key}[{place}].") for place, entry in enumerate(value))

    def string_map(self, key: str) -> Mapping[str, str]:
        """A table from word to word."""
        table = self.table(key)
        return MappingProxyType({name: table.string(name) for name in table._table})

    def strings_map(self, key: str) -> Mapping[str, tuple[str, ...]]:
        """A table from word to list of words."""
        table = self.table(key)
        return MappingProxyType({name: table.strings(name) for name in table._table})

    def wrong(self, key: str, wrong: str) -> GeoError:
        """The error to raise when the value of `key` has the right type but cannot be."""
        return GeoError(file=self._file, key=f"{self._where}{key}", wrong=wrong)

    def _value(self, key: str) -> object:
        if key not in self._table:
            raise self.wrong(key, "missing")
        return self._table[key]

    def _wrong(self, key: str, value: object, expected: str) -> GeoError:
        return self.wrong(key, f"expected {expected}, found {value!r}")
