"""Bytes -> the sizes of a picture that readers get: decoded, turned upright, made smaller and encoded again.

Nothing of the file that was received is passed on but its pixels. To be called in a process with limits on memory and
time: what a decoder does with a file that somebody made to harm it cannot be known before.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from articles.readers.story import UnreadableError

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

# In pixels, for phones and for screens. A picture is never enlarged: one of 700 has a size of 480 and one of 700.
WIDTHS = (480, 960, 1600)
# Of 0 to 100. All browsers that the site supports read WebP, and it is smaller than JPEG.
_QUALITY = 80
# The decoders that a file may reach. Those of rare formats have had most of the errors.
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
# Pixels. Pictures that only count readers have one; logos and icons are smaller than this, too.
_MAX_TRACKER, _MIN_SIDE, _MIN_LONG_SIDE = 3, 100, 200
# Width by height, or the other way round. Beyond that it is a banner or a strip of ornaments.
_MAX_RATIO = 6
# A larger picture is made smaller in steps, of which the first is cheap.
_REDUCING_GAP = 3.0
_WHITE = (255, 255, 255)
_WIDE_GRAY = ("I;16", "I;16L", "I;16B", "I;16N")
_WEBP_EXTENDED = b"VP8X"

# What files begin with that are no pictures for a web page, and what they are.
_OTHERS = (
    (b"%PDF", "a PDF document"),
    (b"BM", "a bitmap (BMP)"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"\0\0\1\0", "an icon"),
    (b"PK\3\4", "a ZIP file"),
    (b"\x1f\x8b", "a compressed file"),
)
_FILM_BRANDS = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypmsf1")
_FILMS = (b"ftypisom", b"ftypmp4", b"ftypqt")


class PictureError(UnreadableError):
    """The file is no picture for a story. The message is a sentence for the editor."""


@dataclass(frozen=True, slots=True)
class Rendition:
    """One size of a picture, as WebP."""

    width: int
    height: int
    content: bytes


@dataclass(frozen=True, slots=True)
class ReadPicture:
    """The smallest size first. `remark` is a sentence for the editor on what was left out; empty if nothing was."""

    renditions: tuple[Rendition, ...]
    remark: str = ""


def read_picture(content: bytes, *, max_bytes: int, max_pixels: int) -> ReadPicture:
    """Raises PictureError for everything that is no picture for a story, and MemoryError."""
    if not content:
        raise PictureError("The file is empty.")
    if len(content) > max_bytes:
        raise PictureError(f"The file is larger than {max_bytes / 1024 / 1024:g} MB.")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the limit on pixels is checked here; files with small faults are shown
        image = _opened(content, max_pixels)
        _check_size(image.width, image.height, max_pixels)
        remark = _remark_on(image)
        upright = _decoded(image)
        return ReadPicture(tuple(_renditions(upright)), remark)


def _opened(content: bytes, max_pixels: int) -> ImageFile:
    if (
        content[12:16] == _WEBP_EXTENDED
    ):  # its decoder takes the memory for all pixels before it says how many there are
        _check_pixels(_number(content, 24) + 1, _number(content, 27) + 1, max_pixels)
    try:
        return Image.open(BytesIO(content), formats=_FORMATS)
    except Image.DecompressionBombError as error:
        raise _too_many_pixels(max_pixels) from error
    except UnidentifiedImageError as error:
        raise PictureError(_what_it_is(content)) from error
    except MemoryError:
        raise
    except Exception as error:  # damaged files raise a dozen kinds of errors
        raise _damaged() from error


def _number(content: bytes, start: int) -> int:
    return int.from_bytes(content[start : start + 3], "little")


def _check_size(width: int, height: int, max_pixels: int) -> None:
    short, long = sorted((width, height))
    if long <= _MAX_TRACKER:
        raise PictureError(f"The picture is {width} by {height} pixels: it only counts who opens the page.")
    if short < _MIN_SIDE or long < _MIN_LONG_SIDE:
        raise PictureError(f"The picture is only {width} by {height} pixels, like a logo: too small for a story.")
    _check_pixels(width, height, max_pixels)
    if long > _MAX_RATIO * short:
        raise PictureError(f"The picture is {width} by {height} pixels: too long and narrow for a story.")


def _check_pixels(width: int, height: int, max_pixels: int) -> None:
    if width * height > max_pixels:
        raise _too_many_pixels(max_pixels)


def _too_many_pixels(max_pixels: int) -> PictureError:
    return PictureError(f"The picture has more than {max_pixels:,} pixels, so it was not decoded.")


def _damaged() -> PictureError:
    return PictureError("The picture is damaged or cut off, so it cannot be shown.")


def _what_it_is(content: bytes) -> str:
    start = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    kind = next((words for mark, words in _OTHERS if content.startswith(mark)), "")
    if content[4:12] in _FILM_BRANDS:
        kind = "a HEIC picture"
    elif content[4:8] == b"ftyp" and content[4:].startswith(_FILMS):
        kind = "a film"
    elif b"<svg" in start:
        kind = "an SVG drawing"
    elif start.startswith(b"<"):
        kind = "a web page"
    said = f"This is {kind}, not a picture" if kind else "This is not a picture"
    return f"{said} in a format that can be shown (JPEG, PNG, GIF, WebP or AVIF)."


def _remark_on(image: ImageFile) -> str:
    try:
        is_animated = bool(getattr(image, "is_animated", False))
    except MemoryError:
        raise
    except Exception as error:
        raise _damaged() from error
    return "The picture is animated. Only its first frame is kept." if is_animated else ""


def _decoded(image: ImageFile) -> Image.Image:
    """All pixels, upright, in sRGB, on white where they were transparent."""
    try:
        # A JPEG is decoded at a half, a quarter or an eighth of its size where that is large enough.
        image.draft("RGB" if image.mode == "RGB" else image.mode, (WIDTHS[-1], WIDTHS[-1]))
        image.load()
        return _in_srgb(_on_white(_eight_bits(_upright(image))), image.info.get("icc_profile"))
    except MemoryError:
        raise
    except Exception as error:  # damaged files raise a dozen kinds of errors
        raise _damaged() from error


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  # what a camera wrote beside the picture is damaged: the picture is shown as it is
        return image


def _eight_bits(image: Image.Image) -> Image.Image:
    if image.mode in _WIDE_GRAY:
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    return image


def _on_white(image: Image.Image) -> Image.Image:
    """In RGB, CMYK or L."""
    if image.has_transparency_data:
        with_alpha = image.convert("RGBA")
        paper = Image.new("RGB", image.size, _WHITE)
        paper.paste(with_alpha, mask=with_alpha.getchannel("A"))
        return paper
    return image if image.mode in ("RGB", "CMYK", "L") else image.convert("RGB")


def _in_srgb(image: Image.Image, profile: object) -> Image.Image:
    if isinstance(profile, bytes) and image.mode in ("RGB", "CMYK"):
        try:
            converted = ImageCms.profileToProfile(
                image, ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            converted = None  # a damaged profile, or one of other channels: the colours are shown as they are
        if converted is not None:
            return converted
    return image if image.mode == "RGB" else image.convert("RGB")


def _renditions(image: Image.Image) -> list[Rendition]:
    widths = [width for width in WIDTHS if width < image.width]
    if len(widths) < len(WIDTHS):
        widths.append(image.width)
    return [_rendition(image, width) for width in widths]


def _rendition(image: Image.Image, width: int) -> Rendition:
    height = max(round(image.height * width / image.width), 1)
    smaller = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=_REDUCING_GAP)
    # A new picture, because the resized one still carries what the file said beside its pixels.
    clean = Image.new("RGB", smaller.size)
    clean.paste(smaller)
    written = BytesIO()
    clean.save(written, "WEBP", quality=_QUALITY, method=4, exif=b"", xmp=b"", icc_profile=b"")
    return Rendition(width, height, written.getvalue())
