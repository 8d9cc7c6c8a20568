"""The picture of a story as readers see it: only with a licence that an editor stated, and from this site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from articles.models.story_picture import needs_credit
from articles.vocabulary import PictureLicence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from articles.models import Article, StoryPicture

_ADDRESSES: Mapping[str, str] = {
    PictureLicence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
    PictureLicence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    PictureLicence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
}
# What readers see instead of the words of the list, which are for editors.
_FOR_READERS: Mapping[str, str] = {
    PictureLicence.AGENCY: "Used under an agency licence",
    PictureLicence.PERMISSION: "Used by permission",
    PictureLicence.OWN: "Picture of this site",
    PictureLicence.OTHER: "",
}


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """`width` and `height` are those of `src`, its largest size, in pixels."""

    src: str
    srcset: str
    width: int
    height: int
    alt: str
    caption: str
    credit: str
    licence: str
    licence_url: str
    source_url: str


def lead_picture(article: Article) -> ShownPicture | None:
    """None if readers do not see one. Without a query for a story that was read with its picture."""
    picture: StoryPicture | None = getattr(article, "picture", None)
    if picture is None or picture.largest is None or picture.obstacle(article.image_credit):
        return None
    addresses = [
        (reverse("articles:story-picture", args=[article.pk, size["name"]]), size["width"]) for size in picture.sizes
    ]
    return ShownPicture(
        src=addresses[-1][0],
        srcset=", ".join(f"{address} {width}w" for address, width in addresses),
        width=picture.largest["width"],
        height=picture.largest["height"],
        alt=picture.alt,
        caption=article.image_caption,
        credit=article.image_credit,
        licence=licence_in_words(picture),
        licence_url=_ADDRESSES.get(picture.licence, ""),
        source_url=picture.source_url if needs_credit(picture.licence) else "",
    )


def licence_in_words(picture: StoryPicture) -> str:
    """For example "Used by permission: Harbour Museum", without a full stop."""
    words = _FOR_READERS.get(picture.licence, picture.get_licence_display())
    return ": ".join(filter(None, (words, picture.licence_terms.rstrip("."))))
