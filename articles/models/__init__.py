"""The tables, one file per noun. Only articles.desk writes them."""

from __future__ import annotations

from articles.models.appearance import Appearance
from articles.models.article import Article
from articles.models.article_address import ArticleAddress
from articles.models.article_version import ArticleVersion
from articles.models.correction_note import CorrectionNote
from articles.models.duplicate_cluster import DuplicateCluster
from articles.models.entity import Entity
from articles.models.event import Event, EventStory
from articles.models.feed import Feed
from articles.models.figure import Figure
from articles.models.gazetteer import GazetteerName, GazetteerPlace
from articles.models.heartbeat import Heartbeat
from articles.models.identifier import Identifier
from articles.models.import_batch import ImportBatch
from articles.models.import_item import ImportItem
from articles.models.logged_action import LoggedAction
from articles.models.login_attempt import LoginAttempt
from articles.models.membership import Membership
from articles.models.mention import Mention
from articles.models.merge_record import MergeRecord
from articles.models.near_duplicate import LSHBand, NotDuplicate, TextFingerprint
from articles.models.organization import Organization
from articles.models.other_name import OtherName
from articles.models.outlet import Outlet
from articles.models.person import Person
from articles.models.place import Place
from articles.models.pledge import Pledge
from articles.models.quotation import Quotation
from articles.models.record import (
    CorrectionEntry,
    EntityPage,
    EntityRecord,
    EntityRoles,
    EntityStory,
    FrontPage,
    ListBucket,
    ListRecord,
    PublishedVersion,
    RecordChange,
    RecordState,
    StoryRecord,
    StoryRole,
)
from articles.models.record_duplicate import DistinctRecords, DuplicateSearch, PossibleDuplicate
from articles.models.record_import import RecordImport
from articles.models.redirect import Redirect
from articles.models.reference_record import ReferenceRecord
from articles.models.scheduled_publication import ScheduledPublication
from articles.models.search_outbox import SearchOutbox
from articles.models.snapshot import Snapshot
from articles.models.split_record import SplitRecord
from articles.models.story_link import StoryLink
from articles.models.story_picture import StoryPicture
from articles.models.takedown import Takedown, TakedownKey
from articles.models.withheld_version import WithheldVersion

__all__ = [
    "Appearance",
    "Article",
    "ArticleAddress",
    "ArticleVersion",
    "CorrectionEntry",
    "CorrectionNote",
    "DistinctRecords",
    "DuplicateCluster",
    "DuplicateSearch",
    "Entity",
    "EntityPage",
    "EntityRecord",
    "EntityRoles",
    "EntityStory",
    "Event",
    "EventStory",
    "Feed",
    "Figure",
    "FrontPage",
    "GazetteerName",
    "GazetteerPlace",
    "Heartbeat",
    "Identifier",
    "ImportBatch",
    "ImportItem",
    "LSHBand",
    "ListBucket",
    "ListRecord",
    "LoggedAction",
    "LoginAttempt",
    "Membership",
    "Mention",
    "MergeRecord",
    "NotDuplicate",
    "Organization",
    "OtherName",
    "Outlet",
    "Person",
    "Place",
    "Pledge",
    "PossibleDuplicate",
    "PublishedVersion",
    "Quotation",
    "RecordChange",
    "RecordImport",
    "RecordState",
    "Redirect",
    "ReferenceRecord",
    "ScheduledPublication",
    "SearchOutbox",
    "Snapshot",
    "SplitRecord",
    "StoryLink",
    "StoryPicture",
    "StoryRecord",
    "StoryRole",
    "Takedown",
    "TakedownKey",
    "TextFingerprint",
    "WithheldVersion",
]
