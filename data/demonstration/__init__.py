"""An invented register of the real size, written in the import format from one seed. Nothing in it is real."""

from data.demonstration.register import SEED, write

__all__ = ["SEED", "write"]
