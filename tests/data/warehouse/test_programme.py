"""The linear programme sees what single sums do not."""

import json
from pathlib import Path

import numpy as np

from data.warehouse.programme import SOLVED_AT_MOST, _matrix, _sound, _Tally
from data.warehouse.publishing import shelf_folder
from data.warehouse.release import Release

CODES = [
    ("*", "*", "*", "*", "*"),
    ("*", "*", "*", "F", "*"), ("*", "*", "*", "M", "*"),
    ("A", "X", "*", "*", "*"), ("B", "Y", "*", "*", "*"),
]  # fmt: skip


def test_a_matrix_says_which_combinations_count_in_which_cell() -> None:
    matrix = _matrix(CODES, np.array([30, 10, 20, 30, 0]), np.ones(5, bool))
    assert matrix.sum(axis=1).tolist() == [2, 1, 1, 2, 0]


def test_a_pinned_cell_is_found_and_a_free_one_is_not() -> None:
    matrix = _matrix(CODES, np.array([30, 10, 20, 25, 5]), np.ones(5, bool))
    small, tally = np.array([4]), _Tally()
    assert not _sound(matrix, np.array([30, 8, 18, 24, 1]), np.array([30, 12, 22, 27, 9]), small, tally)
    assert (tally.attacked, tally.pinned) == (1, 1)
    assert _sound(matrix, np.array([28, 8, 18, 20, 1]), np.array([32, 12, 22, 27, 9]), small, tally)
    assert tally.solved <= 8 < SOLVED_AT_MOST


def test_the_attack_is_told_with_the_release(small_release: Release, register_folder: Path) -> None:
    path = shelf_folder(register_folder / "home") / small_release.info.id / "release.json"
    attack = json.loads(path.read_text(encoding="utf-8"))["attack"]
    assert {"stock", "flows", "family_care", "incidents", "silence", "programme"} == set(attack)
    for part in ("stock", "flows", "family_care", "incidents", "silence"):
        assert attack[part]["pinned_after"] == 0
    assert attack["stock"]["pinned_before"] > 0
    assert attack["programme"]["blocks"] > 0
