"""Every error the portal raises on purpose. Tree:

PortalError                 a sentence for a person: `key` names it in layouts/words, `parameters` fill it
├── CatalogueError          an indicator or rule file is malformed (a developer's mistake)
├── UnknownIndicator        no indicator has this code
├── UnknownRelease          no release has this id, or none has been published yet
├── NotPublished            this combination is not among the published tables; says what to drop
├── NoRows                  this release is older than the question and keeps nothing to answer it with
├── NotAllowed              asked for more than the indicator allows (a breakdown, a population)
├── BadFilter               a filter's value does not exist
├── BadFile                 a file that cannot be read at all
├── BadAnchors              a file that should hold the audit log's anchors does not
├── BuildRefused            the datasets break rules; carries the whole list of problems
├── NotFound                no such page, area or institution (also said of what may not be seen)
├── BadSecret               the secret file is missing, short or known to everybody
├── RecordsClosed           the records cannot be opened: no database there, not ours, or newer than this portal
├── SignInRefused           these words, this factor or this link do not let anybody in
├── TooManyTries            wait before trying again; carries the seconds
├── BadPassword             the new password breaks a rule; carries which
├── GrantRefused            this role cannot be given: outside the giver's scope, or a second person is missing
├── NotMovable              a case in this state does not allow this act; carries what it allows
├── SecondPersonNeeded      whoever asked to close a case cannot be the one who confirms it
├── Changed                 somebody changed the case since it was shown; carries who and what
├── TextNeeded              this act needs words, a choice or somebody to turn to
├── NotKept                 a report could not be stored; its sender must call instead
├── Unreadable              a waiting report that this portal's key does not open, or that is torn
├── BadIntakeKey            the key that reports are sealed or opened with is missing or malformed
└── FileRefused             an attached file that is not taken; carries why
"""


class PortalError(Exception):
    """Base of every error shown to a person without a traceback.

    `key` is the class name in snake case and names a sentence in layouts/words (`error.<key>`), which says what is
    wrong and what to do. `parameters` fill its braces.
    """

    def __init__(self, **parameters: object) -> None:
        self.parameters = parameters
        super().__init__(f"{self.key}: {parameters}")

    @property
    def key(self) -> str:
        """The error's name in the word files, for example `not_published`."""
        name = type(self).__name__
        return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


class CatalogueError(PortalError): ...


class UnknownIndicator(PortalError): ...


class UnknownRelease(PortalError): ...


class NotPublished(PortalError): ...


class NoRows(PortalError): ...


class NotAllowed(PortalError): ...


class BadFilter(PortalError): ...


class BadFile(PortalError): ...


class BadAnchors(PortalError): ...


class BuildRefused(PortalError): ...


class NotFound(PortalError): ...


class BadSecret(PortalError): ...


class RecordsClosed(PortalError): ...


class SignInRefused(PortalError): ...


class TooManyTries(PortalError): ...


class BadPassword(PortalError): ...


class GrantRefused(PortalError): ...


class NotMovable(PortalError): ...


class SecondPersonNeeded(PortalError): ...


class Changed(PortalError): ...


class TextNeeded(PortalError): ...


class NotKept(PortalError): ...


class Unreadable(PortalError): ...


class BadIntakeKey(PortalError): ...


class FileRefused(PortalError): ...
