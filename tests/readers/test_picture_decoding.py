"""What becomes of the bytes of a picture: sizes for readers without anything but its pixels, or a sentence."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import Image

from articles.readers.picture_decoding import WIDTHS, PictureError, read_picture
from tests.pictures import a_picture, animated, png, png_bomb, with_metadata
from tests.thoroughness import examples

MARK = "zyxomar"
MAX_BYTES, MAX_PIXELS = 5 * 1024 * 1024, 4_000_000
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")


def read(content, *, max_bytes=MAX_BYTES, max_pixels=MAX_PIXELS):
    return read_picture(content, max_bytes=max_bytes, max_pixels=max_pixels)


def refusal(content, **limits):
    with pytest.raises(PictureError) as refused:
        read(content, **limits)
    return str(refused.value)


def decoded(rendition):
    return Image.open(BytesIO(rendition.content))


def sizes(content):
    return [(one.width, one.height) for one in read(content).renditions]


def chunks(content):
    """The kinds of the chunks of a WebP file."""
    assert content[:4] == b"RIFF"
    assert content[8:12] == b"WEBP"
    found, at = [], 12
    while at < len(content):
        kind, length = struct.unpack("<4sI", content[at : at + 8])
        found.append(kind)
        at += 8 + length + length % 2
    return found


@pytest.mark.parametrize("form", FORMATS)
def test_each_format_of_the_web_is_read(form):
    assert sizes(a_picture(form=form)) == [(480, 343), (700, 500)]


@pytest.mark.parametrize(
    ("width", "widths"),
    [(480, [480]), (481, [480, 481]), (960, [480, 960]), (1600, [480, 960, 1600]), (1700, [480, 960, 1600]),
     (479, [479]), (200, [200])],
)  # fmt: skip
def test_there_is_a_size_for_phones_and_screens_and_none_is_enlarged(width, widths):
    assert [one.width for one in read(a_picture(width, 400)).renditions] == widths


def test_a_jpeg_of_many_pixels_becomes_as_large_as_others():
    assert [width for width, _ in sizes(a_picture(4000, 1000))] == list(WIDTHS)


def test_nothing_but_pixels_is_kept():
    given = with_metadata(MARK)
    assert given.count(MARK.encode()) >= 4
    assert b"ICC_PROFILE" in given
    for one in read(given).renditions:
        assert MARK.encode() not in one.content
        assert chunks(one.content) == [b"VP8 "]
        image = decoded(one)
        assert (image.format, dict(image.getexif())) == ("WEBP", {})
        assert {"exif", "xmp", "icc_profile", "comment"} & image.info.keys() == set()


@pytest.mark.parametrize("form", FORMATS)
def test_metadata_of_any_format_is_left_out(form):
    options = {"exif": Image.Exif(), "xmp": MARK.encode(), "comment": MARK.encode()}
    options["exif"][315] = MARK
    for one in read(a_picture(form=form, **options)).renditions:
        assert MARK.encode() not in one.content


def test_a_picture_is_turned_as_its_camera_says():
    assert sizes(with_metadata(MARK, orientation=6)) == [(480, 672), (500, 700)]
    upright = decoded(read(with_metadata(MARK, orientation=3)).renditions[-1]).convert("L")
    as_it_is = decoded(read(with_metadata(MARK, orientation=1)).renditions[-1]).convert("L")
    assert as_it_is.getpixel((5, 250)) == pytest.approx(upright.getpixel((694, 250)), abs=12)
    assert abs(as_it_is.getpixel((5, 250)) - upright.getpixel((5, 250))) > 150


@pytest.mark.parametrize(
    ("form", "mode"),
    [("JPEG", "CMYK"), ("JPEG", "L"), ("PNG", "LA"), ("PNG", "P"), ("PNG", "1"), ("PNG", "I;16"), ("PNG", "RGBA"),
     ("WEBP", "RGBA"), ("GIF", "P")],
)  # fmt: skip
def test_colours_of_any_kind_become_those_of_the_web(form, mode):
    image = decoded(read(a_picture(form=form, mode=mode)).renditions[-1])
    assert image.mode == "RGB"
    dark, bright = sorted(sum(image.getpixel((x, 250))) / 3 for x in (5, 694))
    assert dark < 60
    assert bright > 195


def test_what_is_transparent_becomes_white():
    image, file = Image.new("RGBA", (300, 200), (0, 0, 0, 0)), BytesIO()
    image.save(file, "PNG")
    assert min(decoded(read(file.getvalue()).renditions[-1]).getpixel((100, 100))) > 250


def test_a_damaged_colour_profile_is_left_out():
    assert sizes(a_picture(icc_profile=b"no profile")) == [(480, 343), (700, 500)]


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_of_an_animated_picture_the_first_frame_is_kept(form):
    found = read(animated(form))
    assert found.remark == "The picture is animated. Only its first frame is kept."
    image = decoded(found.renditions[-1])
    assert getattr(image, "is_animated", False) is False
    assert image.convert("RGB").getpixel((100, 100))[0] < 20
    assert read(a_picture(form=form)).remark == ""


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"<!doctype html><p>No picture", "This is a web page,"),
        (b"\xef\xbb\xbf  <html>", "This is a web page,"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "This is an SVG drawing,"),
        (b"%PDF-1.7", "This is a PDF document,"),
        (b"BM" + bytes(60), "This is a bitmap (BMP),"),
        (b"II*\0" + bytes(60), "This is a TIFF picture,"),
        (b"\0\0\0\x18ftypheic" + bytes(60), "This is a HEIC picture,"),
        (b"\0\0\0\x18ftypisom" + bytes(60), "This is a film,"),
        (b"words", "This is not a picture in a format"),
        (bytes(100), "This is not a picture in a format"),
    ],
)
def test_other_files_are_refused_with_what_they_are(content, words):
    assert refusal(content).startswith(words)


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_that_is_cut_off_is_refused(form):
    content = a_picture(form=form)
    said = {refusal(content[: len(content) * share // 10]) for share in (3, 6, 8)}
    assert said <= {"The picture is damaged or cut off, so it cannot be shown.", refusal(b"words")}


@pytest.mark.parametrize(
    ("width", "height", "words"),
    [
        (1, 1, "it only counts who opens the page"),
        (3, 2, "it only counts who opens the page"),
        (88, 31, "like a logo"),
        (199, 150, "like a logo"),
        (400, 99, "like a logo"),
        (1300, 200, "too long and narrow"),
    ],
)
def test_what_is_no_picture_of_a_story_by_its_size_is_refused(width, height, words):
    assert words in refusal(a_picture(width, height, "PNG"))


@pytest.mark.parametrize(("width", "height"), [(200, 100), (100, 200), (1200, 200)])
def test_the_smallest_and_narrowest_pictures_are_read(width, height):
    assert sizes(a_picture(width, height, "PNG"))[-1] == (width, height)


def test_a_file_or_a_picture_that_is_too_large_is_refused():
    content = a_picture(1000, 1000)
    assert refusal(content, max_bytes=1024).startswith("The file is larger than")
    assert refusal(content, max_pixels=999_999) == "The picture has more than 999,999 pixels, so it was not decoded."
    assert read(content, max_bytes=len(content), max_pixels=1_000_000)


@pytest.mark.parametrize(("width", "height"), [(20_000, 20_000), (65_535, 3_000)])
def test_a_bomb_is_refused_before_it_is_unpacked(width, height):
    assert "pixels, so it was not decoded" in refusal(png(width, height, zlib.compress(bytes(3_000_000))))


def test_a_bomb_within_the_limit_on_pixels_is_a_picture():
    content = png_bomb(2000, 2000)
    assert len(content) < 20_000
    assert sizes(content)[-1] == (1600, 1600)


def test_a_webp_bomb_is_refused_before_its_decoder_takes_memory():
    header = b"VP8X" + struct.pack("<I", 10) + b"\2\0\0\0" + (16_382).to_bytes(3, "little") * 2
    content = b"RIFF" + struct.pack("<I", len(header) + 4) + b"WEBP" + header
    assert "pixels, so it was not decoded" in refusal(content)


def test_data_that_unpacks_to_more_than_its_picture_is_not_unpacked_further():
    assert refusal(png(300, 200, zlib.compress(bytes(10_000)))) == refusal(a_picture()[:900])
    assert sizes(png(300, 200, zlib.compress(bytes(50_000_000)))) == [(300, 200)]


PATIENT = settings(max_examples=examples(200), deadline=None, suppress_health_check=[HealthCheck.too_slow])
SOUND = {form: a_picture(240, 160, form) for form in FORMATS}
FALSE_STARTS = (
    b"\xff\xd8\xff\xe0",
    b"\x89PNG\r\n\x1a\n",
    b"GIF89a",
    b"RIFF\0\0\1\0WEBPVP8X",
    b"\0\0\0\x1cftypavif",
    b"<",
)


def holds_limits(content):
    """Either a sentence, or sizes within the limits; nothing else may be raised."""
    try:
        found = read(content)
    except PictureError:
        return
    for one in found.renditions:
        assert one.width <= max(WIDTHS)
        assert one.width * one.height <= MAX_PIXELS
        assert chunks(one.content) == [b"VP8 "]


@PATIENT
@given(st.sampled_from(FORMATS), st.data())
def test_damage_anywhere_is_a_sentence_or_a_picture(form, data):
    content = bytearray(SOUND[form])
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    holds_limits(bytes(content[: data.draw(st.integers(1, len(content)))] if data.draw(st.booleans()) else content))


@PATIENT
@given(st.sampled_from(FALSE_STARTS), st.binary(max_size=400))
@example(b"GIF89a", b"\xff" * 40)
@example(b"<", b"")
def test_random_bytes_are_a_sentence(start, content):
    holds_limits(start + content)
    holds_limits(content)


@PATIENT
@given(st.integers(1, 2500), st.integers(1, 1700), st.sampled_from(FORMATS))
def test_a_picture_of_any_size_has_sizes_within_its_own_or_a_sentence(width, height, form):
    try:
        found = read(a_picture(width, height, form))
    except PictureError:
        assert min(width, height) < 100 or max(width, height) < 200 or width * height > MAX_PIXELS or max(
            width / height, height / width) > 6  # fmt: skip
        return
    widths = [one.width for one in found.renditions]
    assert widths == sorted(set(widths))
    assert widths[-1] == min(width, max(WIDTHS))
    for one in found.renditions:
        assert one.height == pytest.approx(height * one.width / width, abs=1)
