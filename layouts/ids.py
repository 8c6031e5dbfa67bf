"""Every id a component carries. Nothing else in the code spells one."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Card:
    """The ids of one figure card, all made from its name."""

    name: str

    @property
    def head(self) -> str:
        """Title, subtitle and tools."""
        return f"{self.name}-head"

    @property
    def title(self) -> str:
        """The heading, which names the card for assistive technology."""
        return f"{self.name}-title"

    @property
    def graph(self) -> str:
        """The picture."""
        return f"{self.name}-graph"

    @property
    def aside(self) -> str:
        """What lies over or beside the picture: a legend, a list."""
        return f"{self.name}-aside"

    @property
    def table(self) -> str:
        """The table with the same numbers."""
        return f"{self.name}-table"

    @property
    def foot(self) -> str:
        """Source, release, remarks."""
        return f"{self.name}-foot"


class Shell:
    """What is on every page."""

    URL = "url"
    TITLE = "shell-title"
    HEADER = "shell-header"
    MENU = "shell-menu"
    MAIN = "main"
    LIVE = "shell-live"
    FOOTER = "shell-footer"
    STAMPS = "shell-stamps"


class FilterBar:
    """The row of controls. A select's id is `filter-` and its key in the query string (50-shell.js relies on it)."""

    BAR = "filter-bar"
    INDICATOR = "filter-indicator"
    AS_OF = "filter-as_of"
    POPULATION = "filter-population"
    MINISTRY = "filter-ministry"
    TYPE = "filter-type"
    CONTROLS = (INDICATOR, AS_OF, POPULATION, MINISTRY, TYPE)
    ACTIONS = "filter-actions"
    CHIPS = "filter-chips"
    SHEET = "filter-sheet"
    COUNT = "filter-count"


class Overview:
    """The first page."""

    HEAD = "overview-head"
    NOTICES = "overview-notices"
    TILES = "overview-tiles"
    MAP = Card("overview-map")
    TREND = Card("overview-trend")
    TABLE = "overview-areas"


class RegionList:
    """The page of all regions: the map beside the list."""

    HEAD = "regions-head"
    NOTICES = "regions-notices"
    MAP = Card("regions-map")
    LIST = "regions-list"


class Region:
    """The profile of one region. `COMPARE` is a select; 50-shell.js writes its choice into the URL."""

    PAGE = "region"
    HEAD = "region-head"
    NOTICES = "region-notices"
    TILES = "region-tiles"
    MAP = Card("region-map")
    TREND = Card("region-trend")
    FLOWS = Card("region-flows")
    MINISTRY = Card("region-ministry")
    TYPE = Card("region-type")
    AGE = Card("region-age")
    PLACES = "region-places"
    PLACES_MAP = Card("region-places-map")
    INSTITUTIONS = "region-institutions"
    COMPARE = "filter-compare"


class PlacePage:
    """The page of a raion or hromada."""

    HEAD = "place-head"
    NOTICES = "place-notices"
    TILES = "place-tiles"
    PLACES = "place-places"
    MAP = Card("place-map")
    INSTITUTIONS = "place-institutions"


class Register:
    """The register of institutions."""

    HEAD = "register-head"
    NOTICES = "register-notices"
    SEARCH = "register-search"
    FACETS = "register-facets"
    MAP = Card("register-map")
    LIST = "register-list"


class Institution:
    """The profile of one institution; its cards come with their content."""

    PAGE = "institution"
    BODY = "institution-body"
    LIFE = "institution-life"
    HISTORY = Card("institution-history")
    FLOWS = Card("institution-flows")

    @staticmethod
    def part(dimension: str) -> Card:
        """The card of the children by one dimension."""
        return Card(f"institution-{dimension}")


class Indicators:
    """The explorer. `SEARCH` is a line above the tree; 70-explorer.js narrows the tree by what is typed."""

    PAGE = "explorer"
    HEAD = "indicators-head"
    NOTICES = "indicators-notices"
    TREE = "indicators-tree"
    SEARCH = "indicators-search"
    FOUND = "indicators-found"
    VIEWS = "indicators-views"
    CONTROLS = "indicators-controls"
    FIGURE = Card("indicators-figure")
    TABLE = "indicators-table"
    CITATION = "indicators-citation"
    DEFINITION = "indicators-definition"


class Methods:
    """The page of methods. The sections' ids are also their addresses (`/methods#states`)."""

    READING = "reading"
    INDICATORS = "indicators"
    COUNTING = "counting"
    STATES = "states"
    DISCLOSURE = "disclosure"
    CLASSES = "classes"
    TARGETS = "targets"
    MILESTONES = "milestones"
    SOURCES = "sources"
    GLOSSARY = "glossary"
    BOUNDARIES = "boundaries"


class DataPage:
    """The page of data. The sections' ids are also their addresses."""

    NOTICES = "data-notices"
    RELEASES = "releases"
    DOWNLOADS = "downloads"
    API = "api"
    PUBLISHED = "published"
    ROLLOUT = "rollout"
    COMPLETENESS = "completeness"


class Incidents:
    """The officers' pages. 70-incidents.js relies on these."""

    BOARD = "incidents"
    HEAD = "incidents-head"
    TABS = "incidents-tabs"
    QUEUE = "incidents-queue"
    PANEL = "incidents-panel"
    BULK = "incidents-bulk"
    SOUND = "incidents-sound"
    HELP = "incidents-help"
    KEYS = "incidents-keys"
    LOST = "incidents-lost"
