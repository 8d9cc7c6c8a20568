"""The words that the whole app shares: choices stored in the database, and constants without a better home."""

from __future__ import annotations

from django.db.models import TextChoices


class EntityKind(TextChoices):
    PERSON = "person", "Person"
    ORGANIZATION = "organization", "Organization"
    PLACE = "place", "Place"


class ReferenceKind(TextChoices):
    """What a row of ReferenceRecord remembers. `load` rows hold the version of the files that was loaded last."""

    RECORD = "record", "Record"
    FIELD = "field", "Field"
    NAME = "name", "Name"
    IDENTIFIER = "identifier", "Identifier"
    ROLE = "role", "Role"
    LOAD = "load", "Load"


class BlockRole(TextChoices):
    PARAGRAPH = "paragraph", "Paragraph"
    HEADING = "heading", "Heading"
    PULL_QUOTE = "pull_quote", "Pull quote"
    LIST_ITEM = "list_item", "List item"


class DatePrecision(TextChoices):
    MINUTE = "minute", "To the minute"
    DAY = "day", "Day"
    MONTH = "month", "Month"
    YEAR = "year", "Year"
    UNKNOWN = "unknown", "Unknown"


class ArticleStatus(TextChoices):
    """Only `published` is public. articles.desk.transitions has the legal transitions between these."""

    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"
    DISCARDED = "discarded", "Discarded"


class SourceStatus(TextChoices):
    """What the source says of its own item (IPTC publishing status); empty where it says nothing."""

    USABLE = "usable", "Usable"
    WITHHELD = "withheld", "Withheld"
    CANCELLED = "cancelled", "Cancelled"


class NoteKind(TextChoices):
    """What a correction note tells readers about a change of a published story."""

    CORRECTION = "correction", "Correction"
    CLARIFICATION = "clarification", "Clarification"
    UPDATE = "update", "Update"
    EDITORS_NOTE = "editors_note", "Editor\u2019s note"


class PictureStatus(TextChoices):
    """What became of the last request for the picture of a story. A picture that was read before stays until another is."""

    WAITING = "waiting", "Waiting to be read"
    READ = "read", "Read"
    FAILED = "failed", "Not read"


class PictureLicence(TextChoices):
    """Why the site may show a picture, as an editor states it."""

    PUBLIC_DOMAIN = "public_domain", "Public domain"
    CC0 = "cc0", "CC0 1.0"
    CC_BY = "cc_by", "CC BY 4.0"
    CC_BY_SA = "cc_by_sa", "CC BY-SA 4.0"
    AGENCY = "agency", "Agency licence: we hold it"
    PERMISSION = "permission", "Permission of the rights holder"
    OWN = "own", "Our own picture"
    OTHER = "other", "Another licence"


class FactStatus(TextChoices):
    """What an editor said about a finding. Only `accepted` facts of published articles are public."""

    PROPOSED = "proposed", "Proposed"
    ACCEPTED = "accepted", "Accepted"
    REJECTED = "rejected", "Rejected"


# Suggestions with at least this confidence can be accepted together.
CONFIDENT = 0.85


class Resolution(TextChoices):
    """What linking a name came to: "none" and "several" are different answers, and both are stored."""

    ONE = "one", "One known entity"
    NONE = "none", "No known entity"
    SEVERAL = "several", "One of several"


class Genre(TextChoices):
    REPORTAGE = "reportage", "Report"
    ANALYSIS = "analysis", "Analysis"
    BACKGROUND = "background", "Background"
    OPINION = "opinion", "Opinion"


class SourceType(TextChoices):
    """Where an import comes from. All of them go through articles.imports.receive."""

    ADDRESS = "address", "Web address"
    FILE = "file", "File"
    TEXT = "text", "Pasted text"


class ImportStatus(TextChoices):
    RECEIVED = "received", "Waiting to be read"
    READING = "reading", "Being read"
    MAPPING = "mapping", "Map columns"
    SPLIT = "unpacked", "Split into items"
    READ = "read", "Ready to check"
    DRAFTED = "drafted", "Draft created"
    VERSION = "version", "Saved as a new version"
    DUPLICATE = "duplicate", "Duplicate"
    FAILED = "failed", "Could not be read"
    DISCARDED = "discarded", "Discarded"
    REVOKED = "revoked", "Cancelled or withheld by its source"


# An import that a worker has not read yet.
WAITING_IMPORT_STATUSES = (ImportStatus.RECEIVED, ImportStatus.READING)
# An editor may still discard an import with one of these.
OPEN_IMPORT_STATUSES = (
    *WAITING_IMPORT_STATUSES, ImportStatus.MAPPING, ImportStatus.READ, ImportStatus.FAILED,
)  # fmt: skip


class NameKind(TextChoices):
    ALIAS = "alias", "Also known as"
    ACRONYM = "acronym", "Acronym"
    NATIVE = "native", "In its own language"
    FORMER = "former", "Former name"
    DEMONYM = "demonym", "Of its people"


class AddressKind(TextChoices):
    """How a story comes to have an address besides its own."""

    STATED = "stated", "Stated by its page"
    ASKED = "asked", "Imported from"
    ELSEWHERE = "elsewhere", "Stated by its page, at another site"


class TakedownGround(TextChoices):
    """Why a story was removed for good. Readers do not see it."""

    LAW = "law", "Law"
    PRIVACY = "privacy", "Privacy"
    SAFETY = "safety", "Safety"
    OTHER = "other", "Other"


class TakedownKeyKind(TextChoices):
    """What the hash of a removed story is of."""

    ADDRESS = "address", "Address"
    SOURCE_KEY = "source_key", "Identifier of the source"
    TEXT = "text", "Text"
    HEADLINE = "headline", "Headline"


class LinkKind(TextChoices):
    RELATED = "related", "Related story"
    SOURCE = "source", "Report it rests on"


class PledgeStatus(TextChoices):
    """The status as reported on the day of the story: never what happened later."""

    PLANNED = "planned", "Planned"
    ANNOUNCED = "announced", "Announced"
    OFFERED = "offered", "Offered"
    DELIVERED = "delivered", "Delivered"
    REFUSED = "refused", "Refused"


class FigureKind(TextChoices):
    """What a figure counts. Casualties are dead and wounded counted together; detained includes captured and abducted."""

    KILLED = "killed", "Killed"
    WOUNDED = "wounded", "Wounded"
    CASUALTIES = "casualties", "Killed or wounded"
    MISSING = "missing", "Missing"
    DETAINED = "detained", "Detained or captured"
    DISPLACED = "displaced", "Displaced"
    TROOPS = "troops", "Troops"
    MONEY = "money", "Money"
    OTHER = "other", "Other"


class EventKind(TextChoices):
    ATTACK = "attack", "Attack"
    BATTLE = "battle", "Battle"
    TALKS = "talks", "Talks"
    AGREEMENT = "agreement", "Agreement"
    DISASTER = "disaster", "Disaster"
    PROTEST = "protest", "Protest"
    OTHER = "other", "Other"


class PlacePrecision(TextChoices):
    """How precisely the place of an event is known (ACLED's geo-precision, in words)."""

    EXACT = "exact", "In this place"
    NEAR = "near", "Near this place"
    WITHIN = "within", "Somewhere in this area"


class OrganizationClass(TextChoices):
    STATE_BODY = "state_body", "State body"
    ARMED_FORCE = "armed_force", "Armed force"
    ARMED_GROUP = "armed_group", "Armed group"
    COALITION = "coalition", "Coalition"
    INTERNATIONAL = "international", "International organization"
    PARTY = "party", "Political party"
    AGENCY = "agency", "Agency"
    MEDIA = "media", "News organization"
    COMPANY = "company", "Company"
    OTHER = "other", "Organization"


# GeoNames feature codes of independent and dependent political entities: what the site calls a country.
COUNTRY_FEATURE_CODES = ("PCLI", "PCLS", "PCLD", "PCLF", "PCL", "TERR")

# Blocks of the body are numbered from 0; facts found outside the body name these instead.
HEADLINE_BLOCK = -1
DESCRIPTION_BLOCK = -2
BYLINE_BLOCK = -3
