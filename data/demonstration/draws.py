"""Drawing: codes from mixes, leavers by weight, pairs by key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from data.demonstration.calibration import Flags, Floats, Ints


@dataclass(frozen=True)
class Mix:
    """Weights of codes for several kinds of people: `weights` is kind × code."""

    codes: tuple[str, ...]
    weights: Floats

    @classmethod
    def of(cls, rows: Sequence[Mapping[str, float]], codes: tuple[str, ...]) -> "Mix":
        """From one table code → weight a kind."""
        return cls(codes, np.array([[float(row.get(code, 0.0)) for code in codes] for row in rows]))

    def tilted(self, codes: frozenset[str], odds: float) -> "Mix":
        """The same with the weight of some codes multiplied."""
        factor = np.array([odds if code in codes else 1.0 for code in self.codes])
        return Mix(self.codes, self.weights * factor)

    def draw(self, kinds: Ints, rng: np.random.Generator) -> Ints:
        """One code number a person of the given kinds."""
        edges = np.cumsum(self.weights, axis=1)
        points = rng.random(len(kinds)) * edges[kinds, -1]
        return np.asarray((points[:, None] >= edges[kinds]).sum(axis=1), dtype=np.int64)


def ranks(keys: Ints, order: Floats) -> Ints:
    """The place of each element among those of its key, by ascending `order`; `order` must lie in [0, 1)."""
    sequence = np.argsort(keys + order, kind="stable")
    ordered = keys[sequence]
    starts = np.concatenate([[True], ordered[1:] != ordered[:-1]]) if len(keys) else np.zeros(0, bool)
    first = np.maximum.accumulate(np.where(starts, np.arange(len(keys)), 0))
    result = np.empty(len(keys), dtype=np.int64)
    result[sequence] = np.arange(len(keys)) - first
    return result


def choose(keys: Ints, weights: Floats, numbers: Ints, rng: np.random.Generator) -> Flags:
    """Mark `numbers[key]` elements of every key, drawn without replacement in proportion to their weights."""
    race = rng.exponential(size=len(keys)) / weights
    return np.asarray(ranks(keys, race / (1 + race)) < numbers[keys])


def pairs(left: Ints, right: Ints, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Places in `left` and `right` paired at random within equal keys, as many as both have."""
    span = max(len(left), len(right)) + 1
    one = left * span + ranks(left, rng.random(len(left)))
    two = right * span + ranks(right, rng.random(len(right)))
    _, first, second = np.intersect1d(one, two, assume_unique=True, return_indices=True)
    return first, second


def rounded(values: Floats, rng: np.random.Generator) -> Ints:
    """Whole numbers that are `values` on average."""
    return np.floor(values + rng.random(values.shape)).astype(np.int64)
