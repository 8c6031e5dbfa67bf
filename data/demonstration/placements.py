"""The ledger as a table in the import format."""

from collections.abc import Sequence
from datetime import timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.demonstration.calibration import EPOCH, Ints, day_number
from data.demonstration.circumstances import LEGAL, MODES, Circumstances
from data.demonstration.ledger import NONE, Ledger
from data.demonstration.stocks import World

Words = npt.NDArray[np.object_]
DISABILITY = ("NO", "YES", "")
SEX = ("F", "M")
FIRST_DAY = day_number(EPOCH.replace(year=1990))


def placements(world: World, ledger: Ledger, circumstances: Circumstances) -> pd.DataFrame:
    """The frame `placements`, all text: one row a stay, by day of admission."""
    table, children = ledger.stays, ledger.children
    order = np.lexsort((np.arange(table.length), table["admitted"]))
    column = {name: table[name][order] for name in table.names}
    child = column["child"]
    areas, ids = world.places.codes, world.institutions.ids
    return pd.DataFrame(
        {
            "placement_id": _numbered("p", np.arange(1, table.length + 1)),
            "child_id": _numbered("c", child + 1),
            "institution_id": _words(ids, column["site"]),
            "admitted_on": days_as_text(column["admitted"]),
            "left_on": days_as_text(column["left"]),
            "birth_month": _months(children["birth"][child]),
            "sex": _words(SEX, children["sex"][child]),
            "disability": _words(DISABILITY, children["disability"][child]),
            "legal_status": _words(LEGAL, column["legal"]),
            "stay_mode": _words(MODES, column["mode"]),
            "admission_route": _words(circumstances.routes, column["route"]),
            "reason": _words(circumstances.reasons, column["reason"]),
            "home_region": _words(areas, children["home"][child]),
            "exit_destination": _words(circumstances.destinations, column["destination"]),
            "moved_to": _words(ids, column["moved_to"]),
        }
    )


def days_as_text(days: Ints) -> Words:
    """Days since 1970 as ISO dates; `NONE` as nothing."""
    last = max(int(days.max(initial=FIRST_DAY)), FIRST_DAY)
    names = [(EPOCH + timedelta(days=day)).isoformat() for day in range(FIRST_DAY, last + 1)]
    return _words(names, np.where(days == NONE, NONE, days - FIRST_DAY))


def _months(months: Ints) -> Words:
    names = [f"{1970 + month // 12}-{month % 12 + 1:02d}" for month in range(12 * 90)]
    return _words(names, months)


def _words(names: Sequence[str], places: Ints) -> Words:
    """The names at the places; the last, at place -1, is nothing."""
    return np.array([*names, ""], dtype=object)[places]


def _numbered(letter: str, numbers: Ints) -> Words:
    return np.array([f"{letter}{number:07d}" for number in numbers.tolist()], dtype=object)
