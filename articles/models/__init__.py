"""The tables, one file per noun. Only articles.desk writes them."""

from __future__ import annotations

from articles.models.article import (
    Article,
    ArticleVersion,
    DistinctStories,
    Feed,
    Outlet,
    StoryCluster,
    StoryLink,
    TextBand,
)
from articles.models.entity import Appearance, Entity, Identifier, Membership, Organization, OtherName, Person, Place
from articles.models.fact import Mention, Pledge, Quotation
from articles.models.gazetteer import GazetteerName, GazetteerPlace
from articles.models.intake import ImportBatch, ImportItem, Snapshot
from articles.models.log import LoggedAction, MergeRecord, Redirect, SearchOutbox
from articles.models.login import LoginAttempt

__all__ = [
    "Appearance", "Article", "ArticleVersion", "DistinctStories", "Entity", "Feed", "GazetteerName", "GazetteerPlace",
    "Identifier", "ImportBatch", "ImportItem", "LoggedAction", "LoginAttempt", "Membership", "Mention", "MergeRecord", "Organization",
    "OtherName", "Outlet", "Person", "Place", "Pledge", "Quotation", "Redirect", "SearchOutbox", "Snapshot",
    "StoryCluster", "StoryLink", "TextBand",
]  # fmt: skip
