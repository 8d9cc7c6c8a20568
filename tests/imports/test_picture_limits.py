"""A picture is decoded in a child process, where it is stopped before it takes what the machine has."""

from __future__ import annotations

import pytest

from articles.imports.child_process import ChildProcess, CpuLimitError, Limits, MemoryLimitError
from tests.pictures import a_picture, png_bomb

PREPARE = "tests.calls.load_nothing"
DECODE = "tests.calls.widths_of_picture"
MEGABYTES, MANY_PIXELS = 160, 10**9


@pytest.fixture
def decode(tmp_path):
    child = ChildProcess(PREPARE)

    def run(content, *, max_pixels=40_000_000, cpu_seconds=20, megabytes=512):
        file = tmp_path / "picture"
        file.write_bytes(content)
        return child.run(DECODE, str(file), max_pixels, limits=Limits(120, cpu_seconds, megabytes))

    yield run
    child.close()


def test_the_largest_picture_that_is_allowed_fits_into_the_limits_of_the_settings(decode):
    assert decode(png_bomb(8000, 5000)) == [480, 960, 1600]


def test_one_that_needs_more_memory_is_stopped_and_the_next_is_read(decode):
    with pytest.raises(MemoryLimitError):
        decode(png_bomb(20_000, 6_000), max_pixels=MANY_PIXELS, megabytes=MEGABYTES)
    assert decode(a_picture(), megabytes=MEGABYTES) == [480, 700]


def test_one_that_needs_more_time_is_stopped_and_the_next_is_read(decode):
    with pytest.raises(CpuLimitError):
        decode(png_bomb(13_000, 13_000), max_pixels=MANY_PIXELS, cpu_seconds=1, megabytes=4096)
    assert decode(a_picture()) == [480, 700]
