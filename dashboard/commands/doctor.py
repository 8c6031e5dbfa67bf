"""Examine this installation: what keeps the portal from starting, and what should be mended soon."""

import argparse
import sys
from collections.abc import Iterable
from typing import TextIO

from dashboard.checkup import look
from dashboard.settings import Settings
from data.doctor import Fault, faults
from geo.text import Lang
from layouts.words import word


def options(_parser: argparse.ArgumentParser, _known: Settings) -> None:
    """There are none."""


def run(_chosen: argparse.Namespace, known: Settings) -> int:
    """Exit status 1 when something refuses. Nothing is changed."""
    found = faults(look(known))
    tell(found, known.language, sys.stdout)
    if not found:
        print(word("doctor.well", known.language))
    return 1 if refused(found) else 0


def tell(found: Iterable[Fault], lang: Lang, stream: TextIO) -> None:
    """One line for each fault, with its mend."""
    for fault in found:
        mark = word("doctor.refusal" if fault.refuses else "doctor.warning", lang)
        print(f"{mark} {word(f'doctor.{fault.key}', lang, **fault.parameters)}", file=stream)


def refused(found: Iterable[Fault]) -> bool:
    """Whether the portal must not start."""
    return any(fault.refuses for fault in found)
