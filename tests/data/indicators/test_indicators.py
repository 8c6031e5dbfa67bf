"""Every indicator counts what its example file says, from files in the import format to cells."""

from pathlib import Path

import pytest

from data.indicators.catalogue import catalogue
from tests.data.indicators.cases import answered, built, cases


@pytest.mark.parametrize("code", list(catalogue()))
def test_it_counts_what_its_example_says(code: str, tmp_path: Path) -> None:
    given, expected = cases(code)
    release = built(tmp_path, given)
    for case in expected:
        lines = answered(release, code, case)
        assert set(case.cells) <= lines, (case.asked, sorted(set(case.cells) - lines), sorted(lines)[:6])
