"""The worker's side of the spool: reports are taken out of it and into the records."""

from dashboard.letterbox import MEGABYTE, RESERVE
from dashboard.settings import Settings
from data.errors import UnknownRelease
from data.incidents import intake_keys, taking
from data.incidents.alarms import SPOOL
from data.incidents.places import NOWHERE, Places, places_of
from data.incidents.reserve import Reserve
from data.incidents.sealing import Blobs
from data.incidents.spool import SpoolReader
from data.records.store import Store
from data.warehouse.release import Shelf
from geo.duties import Duties


class Intake:
    """Takes in what waits. The keys are made if there are none; the private one is read by nobody else."""

    def __init__(self, known: Settings, store: Store, rules: Duties) -> None:
        self.store, self.rules, self.shelf = store, rules, Shelf(known.home)
        self.blobs = Blobs(known.home / "blobs")
        intake_keys.ensure(known.home)
        self.reader = SpoolReader(known.home / SPOOL, intake_keys.read_private(known.home))
        self.reserve = Reserve(known.home / intake_keys.FOLDER / RESERVE, known.reserve * MEGABYTE)
        self._places: tuple[str, Places] = ("", NOWHERE)

    def take(self) -> int:
        """Take in everything that waits; how many reports and additions that was."""
        if next(iter(self.reader.waiting()), None) is None:
            return 0
        return taking.take_spool(self.store, self.rules, self.places(), self.reader, self.blobs)

    def hold_room(self) -> int:
        """Take back the room on the disk that was given up for reports, once there is enough; the bytes now held."""
        return self.reserve.hold()

    def places(self) -> Places:
        """The institutions of the release being served, read once for each; none where there is none."""
        try:
            release = self.shelf.current()
        except UnknownRelease:
            return NOWHERE
        if self._places[0] != release.info.id:
            self._places = (release.info.id, places_of(release))
        return self._places[1]
