"""Builders of stories as imported and of their findings."""

from __future__ import annotations

from articles.extraction.findings import Findings, MentionFinding, PledgeFinding, QuotationFinding, RoleFinding
from articles.imports import drafts, receive, worker
from articles.readers.story import Block, Story
from articles.vocabulary import BlockRole, EntityKind, PledgeStatus, Resolution, SourceType

TEXT = """Governor opens a bridge at Brenwick

The crossing had been closed for a year.

By Mara Linfield
21 July 2016

Governor Tal Orsey opened the bridge at Brenwick on Thursday. "The road is open to everybody again," Orsey said.

The province will give 40 engineers to the town by October, he added, and pay for the paint."""
OTHER_TEXT = """Harvest is late in the northern valley

By Mara Linfield
3 August 2016

Farmers in the northern valley say that rain has kept them from the fields for three weeks. They hope for a dry month.

The mill at Aldersey has enough grain for the winter, its owner told visitors on Wednesday evening."""
QUOTE = "The road is open to everybody again,"
PLEDGE = "The province will give 40 engineers to the town by October, he added, and pay for the paint."


def a_story(*paragraphs, **fields):
    blocks = tuple(Block(BlockRole.PARAGRAPH, text) for text in paragraphs or (BODY_1, PLEDGE))
    return Story(**{"headline": "Governor opens a bridge at Brenwick", "body": blocks, **fields})


BODY_1 = f'Governor Tal Orsey opened the bridge at Brenwick on Thursday. "{QUOTE}" Orsey said.'


def at(words, text=BODY_1, nth=0):
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return start, start + len(words)


def a_mention(words, name="", kind=EntityKind.PERSON, *, block=0, text=BODY_1, nth=0, refs=(), **fields):
    start, end = at(words, text, nth)
    resolution = {0: Resolution.NONE, 1: Resolution.ONE}.get(len(refs), Resolution.SEVERAL)
    values = {"rule": "test", "confidence": 0.9, "resolution": resolution, "candidates": tuple(refs), **fields}
    return MentionFinding(block=block, start=start, end=end, text=words, kind=kind, name=name or words, **values)


def a_quotation(words=QUOTE, speaker="Tal Orsey", **fields):
    start, end = at(words)
    values = {"speaker_text": "Orsey", "cue": "said", "role": "", "inferred": False, "rule": "test", "confidence": 0.9}
    return QuotationFinding(block=0, start=start, end=end, text=words, speaker=speaker, **{**values, **fields})


def a_pledge(item="engineers", **fields):
    values = {
        "pledged_by": "the province", "announced_by": "Tal Orsey", "recipient": "Brenwick",
        "status": PledgeStatus.PLANNED, "rule": "test", "confidence": 0.9, **fields,
    }  # fmt: skip
    return PledgeFinding(block=1, start=0, end=len(PLEDGE), text=PLEDGE, item=item, **values)


def a_role(**fields):
    start, end = at("Governor")
    values = {
        "person": "Tal Orsey",
        "role": "Governor",
        "organization": "",
        "rule": "test",
        "confidence": 0.9,
        **fields,
    }
    return RoleFinding(block=0, start=start, end=end, text="Governor", **values)


def all_found(**changes):
    """The findings in TEXT, one of each; no record is known."""
    values = {
        "mentions": (
            a_mention("Tal Orsey", title="Governor"),
            a_mention("Orsey", "Tal Orsey", nth=1),
            a_mention("Brenwick", kind=EntityKind.PLACE),
        ),
        "quotations": (a_quotation(),),
        "pledges": (a_pledge(),),
        "roles": (a_role(),),
        "about": ("Tal Orsey",),
    }
    return Findings(**{**values, **changes})


def pasted(text=TEXT, *, user=None, **fields):
    """An import item after a worker has read it."""
    item = receive.receive_source(source_type=SourceType.TEXT, content=text.encode(), user=user, **fields)
    return worker.read_item(item.pk)


def drafted(text=TEXT, *, user=None, fields=None, **how):
    return drafts.make_draft(pasted(text, user=user, **how), user=user, fields=fields or {})
