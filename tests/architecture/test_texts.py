"""Words in both languages, and no country outside its pack."""

import ast
import re
import string
import tomllib

import pytest

from geo.text import Lang
from layouts.words import FOLDER, book
from tests.architecture.source import ROOT, name, sources, tracked, tree

CODE = [path for ending in (".py", ".sql", ".js", ".css") for path in sources(ending=ending)]
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
AREA_CODE = re.compile(r"\bUA[-_]?\d{2}|\bUA\d{2,}")
KEYED = {"word", "plural", "has"}
PLACEHOLDER = string.Formatter()


def _area_names() -> re.Pattern[str]:
    from geo.countries import country

    names = {area.short.en for area in country().areas} - {""}
    return re.compile(r"\b(" + "|".join(sorted(map(re.escape, names))) + r")\b")


@pytest.mark.parametrize("path", CODE, ids=name)
def test_no_country_in_the_code(path):
    text = path.read_text(encoding="utf-8")
    found = [*CYRILLIC.findall(text), *AREA_CODE.findall(text), *_area_names().findall(text)]
    assert not found


def test_every_key_is_in_every_language():
    keys = {lang: set(book(lang)) for lang in Lang}
    assert keys[Lang.UK] ^ keys[Lang.EN] == set()
    assert {lang: len(list((FOLDER / lang).glob("*.toml"))) for lang in Lang}[Lang.UK] > 0


def test_a_sentence_takes_the_same_parameters_in_every_language():
    differing = [key for key, value in book(Lang.UK).items() if _braces(value) != _braces(book(Lang.EN)[key])]
    assert not differing


def _braces(value: object) -> set[str]:
    forms = list(value.values()) if isinstance(value, dict) else [str(value)]
    return {field for form in forms for _, field, _, _ in PLACEHOLDER.parse(form) if field} - {"n"}


def test_every_key_used_exists():
    missing = [
        f"{name(path)}:{node.lineno} {node.args[0].value}" for path in sources("layouts", "callbacks", "dashboard")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in KEYED and node.args
        and isinstance(node.args[0], ast.Constant) and node.args[0].value not in book(Lang.UK)
    ]  # fmt: skip
    assert not missing


def test_every_error_has_its_sentence():
    from data import errors

    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.PortalError)]
    assert not [kind.__name__ for kind in kinds if f"error.{kind().key}" not in book(Lang.UK)]


def test_no_file_names_a_machine_or_an_index():
    index = rb"(?:file|https?)://[^\s\"'`)<>]*(?:/simple\b|registry\.|pypi\.|/npm/)|\"resolved\":"
    place = rb"(?:^|[\s\"'`(=])/(?:work|root|home|tmp|opt)/"
    where = re.compile(index + b"|" + place, re.MULTILINE)
    small = [path for path in tracked() if path.suffix not in {".png", ".woff2", ".csv", ".json", ".geojson", ".xlsx"}]
    offending = [
        name(path)
        for path in small
        if path != ROOT / "tests/architecture/test_texts.py" and where.search(path.read_bytes())
    ]
    assert not offending


def test_toml_words_are_in_their_language():
    for path in sorted((FOLDER / "en").glob("*.toml")):
        for key, value in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if not key.startswith(("shell.other", "format.")):
                assert not CYRILLIC.search(str(value)), f"{path.name}: {key}"
