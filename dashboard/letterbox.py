"""The web's side of the intake: where reports are appended, how many come from one network, what a receipt is."""

import logging
import time
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from callbacks.services import Services
from dashboard.settings import Settings
from data.errors import BadIntakeKey, NotKept
from data.incidents import intake_keys, receipts
from data.incidents.alarms import SPOOL, WAITING, spooled
from data.incidents.flood import Tally
from data.incidents.model import Addition, Receipt, Report
from data.incidents.reserve import Reserve
from data.incidents.spool import Spool
from geo.receipt_words import receipt_words
from geo.text import Lang

LOG = logging.getLogger("portal")
RESERVE, TALLY, GUESSES = "reserve", "tally", "guesses"
MEGABYTE = 1024 * 1024
LOOK_EVERY = 5.0


@dataclass
class Letterbox:
    """Appends reports and tells receipts; reads back nothing. The key is read when it is needed first."""

    services: Services
    known: Settings
    _spool: Spool | None = field(default=None, repr=False)
    _looked: float = -LOOK_EVERY
    _stuck: bool = False

    def keep(self, sent: Report | Addition, words_mac: str) -> None:
        """Keep it on the disk, synced, or raise NotKept."""
        try:
            self._opened().append(sent, receipts.mark(words_mac))
        except NotKept as error:
            LOG.error("a report was NOT kept: %s", error.parameters.get("why"))
            raise

    def waits(self, words_mac: str) -> bool:
        """Whether the report with these words still waits for the worker."""
        try:
            return self._opened().holds(receipts.mark(words_mac))
        except NotKept:
            return False

    def stuck(self) -> bool:
        """Whether nobody takes in what is sent, as far as the spool shows; looks at it every few seconds at most."""
        if time.monotonic() - self._looked > LOOK_EVERY:
            self._looked = time.monotonic()
            with suppress(OSError):
                self._stuck = spooled(self.known.home / SPOOL).oldest > WAITING
        return self._stuck

    def receipt(self, attempt: str, lang: Lang) -> Receipt:
        """The receipt of an attempt in the reporter's language."""
        return receipts.receipt(self.services.store.keys, attempt, receipt_words(self.services.country, lang))

    def mac(self, reference: str, words: tuple[str, ...]) -> str:
        """What stands for the words."""
        return receipts.words_mac(self.services.store.keys, reference, words)

    @cached_property
    def reports(self) -> Tally:
        """Reports by network."""
        return self._tally(TALLY)

    @cached_property
    def guesses(self) -> Tally:
        """Wrong numbers and words, by network and by number."""
        return self._tally(GUESSES)

    def _tally(self, name: str) -> Tally:
        return Tally(self._folder / name, self.services.store.keys.derive(f"intake_{name}"))

    @property
    def _folder(self) -> Path:
        return self.known.home / intake_keys.FOLDER

    def _opened(self) -> Spool:
        if self._spool is None:
            try:
                intake_keys.ensure(self.known.home)
                key = intake_keys.read_public(self.known.home)
            except (BadIntakeKey, OSError) as error:
                raise NotKept(why=type(error).__name__) from error
            reserve = Reserve(self._folder / RESERVE, self.known.reserve * MEGABYTE)
            self._spool = Spool(self.known.home / SPOOL, key, reserve)
        return self._spool
