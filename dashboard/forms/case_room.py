"""What the officers' pages are made from: names of codes, a case with what may be done with it, its history."""

from collections.abc import Iterable

from callbacks.services import Services
from dashboard.forms.told import names_of
from dashboard.plain import Desk
from data.access import Permission, Scope
from data.errors import UnknownRelease
from data.incidents import queries
from data.incidents.model import Case, LogLine
from data.incidents.sealing import Blobs
from data.incidents.workflow import Act
from data.institution_names import institution_names
from data.people import people
from geo.duties import Duties, duties
from geo.text import Lang, Text
from layouts.case_words import CaseWords
from layouts.components.case_acts import CONTACT, ActsView, Returned
from layouts.components.case_panel import PanelView

BLOBS = "blobs"
OF_PEOPLE = frozenset({Act.ASSIGN, Act.REFER, Act.EXCLUDE})


class CaseRoom:
    """Shared by the queue, the case and the form of a new one. Rights are checked where things are done: in `data`."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.services, self.store = desk, desk.services, desk.services.store
        self.blobs = Blobs(desk.known.home / BLOBS)

    @property
    def lang(self) -> Lang:
        """The reader's language."""
        return self.services.lang()

    @property
    def by(self) -> Scope:
        """Who asks, and within what."""
        return self.services.scope()

    @property
    def reader(self) -> str:
        """The id of who asks."""
        return self.by.person_id or ""

    @property
    def duties(self) -> Duties:
        """The steps and terms of the country's law."""
        return duties(self.services.country.code)

    @property
    def officer(self) -> bool:
        """Whether the reader works the queue, and is not only on the team of some cases."""
        return self.by.can(Permission.INCIDENT_TRIAGE)

    def told(self, cases: Iterable[Case], log: Iterable[LogLine] = (), also: Iterable[str] = ()) -> CaseWords:
        """What the codes of these cases are called, and the people in them."""
        ids = {
            one for case in cases for one in (case.assigned_to, case.closing_by, *(step.done_by for step in case.steps))
        }
        ids |= {line.by for line in log} | set(also)
        found = (people.find(self.store, one) for one in ids if one)
        names = {one.id: one.name for one in found if one}
        institutions = institutions_named(self.services)
        return CaseWords(names_of(self.services), institutions, names, self.duties, self.store.clock(), self.lang)

    def acts(self, case: Case, told: CaseWords, back: str, returned: Returned = Returned()) -> ActsView:
        """What the reader may do with the case now."""
        allowed = allowed_acts(case, self.by)
        return ActsView(case, told, allowed, self.reader, self.assignable([case]), back, returned)

    def assignable(self, cases: Iterable[Case]) -> tuple[tuple[str, str], ...]:
        """(id, name) of those to whom the first of the cases that the reader may give away may be given."""
        given = next((one for one in cases if OF_PEOPLE & queries.allowed(self.by, one)), None)
        return tuple((one.id, one.name) for one in queries.officers(self.store, self.by, given)) if given else ()

    def panel(
        self, case: Case, back: str, returned: Returned = Returned(), link: str = "", back_link: str = "",
        also: Iterable[str] = (),
    ) -> PanelView:  # fmt: skip
        """The case with its acts and its history. `also`: more people whose names are needed."""
        log = queries.log(self.store, self.by, case.id)
        return PanelView(self.acts(case, self.told([case], log, also), back, returned), log, link, back_link)


def allowed_acts(case: Case, by: Scope) -> frozenset[str]:
    """What the case's state and the reader's rights allow. Who may answer reporters may also see how to reach them."""
    acts = queries.allowed(by, case)
    officer = bool(acts & {Act.ANSWER, Act.EXCLUDE})
    return frozenset({str(act) for act in acts} | ({CONTACT} if officer else set()))


def institutions_named(services: Services) -> dict[str, Text]:
    """Names of institutions by id; none while there is no release."""
    try:
        return dict(institution_names(services.shelf.current()))
    except UnknownRelease:
        return {}
