"""The backup file: what is damaged or foreign is refused, and no name in it leads anywhere."""

from __future__ import annotations

import io
import json
import zipfile
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.backup import archive
from newsroom.backup.errors import BackupError

FILES = {"database.sqlite3": b"rows " * 300, "secret_key": b"key", "media/a/b.jpg": bytes(range(256))}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("archives")


@cache
def sound(folder):
    """The bytes of a backup of FILES."""
    made = io.BytesIO()
    writer = archive.Writer(made)
    for name, data in FILES.items():
        (folder / "source").write_bytes(data)
        writer.add(name, folder / "source")
    counts = {"stories": 1}
    writer.finish(archive.Manifest("0.1.0", "2026-11-27T00:00:00+00:00", "sqlite", ["a.0001"], counts, writer.files))
    return made.getvalue()


def read(folder, data):
    """Everything that a backup holds. Raises BackupError."""
    (folder / "given").write_bytes(data)
    found = {}
    with archive.opened(folder / "given") as reader:
        reader.check()
        for name in reader.manifest.files:
            target = folder / "target"
            target.unlink(missing_ok=True)
            reader.extract(name, target)
            found[name] = target.read_bytes()
    return found


def test_what_was_put_in_comes_out(folder):
    assert read(folder, sound(folder)) == FILES


@given(data=st.data())
def test_a_file_that_was_cut_off_is_refused(folder, data):
    whole = sound(folder)
    with pytest.raises(BackupError, match=r"is damaged, or is no backup of this site: .+\.$"):
        read(folder, whole[: data.draw(st.integers(0, len(whole) - 1))])


@given(data=st.data(), bit=st.integers(0, 7))
def test_a_flipped_bit_is_noticed_or_does_no_harm(folder, data, bit):
    flipped = bytearray(sound(folder))
    flipped[data.draw(st.integers(0, len(flipped) - 1))] ^= 1 << bit
    try:
        found = read(folder, bytes(flipped))
    except BackupError:
        return
    assert found == FILES


@given(data=st.binary(max_size=500))
def test_any_bytes_are_refused_in_a_sentence(folder, data):
    with pytest.raises(BackupError, match=r"^\S+ is damaged"):
        read(folder, data)


EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def with_manifest(change, *more):
    """A backup with a sound ZIP, a changed manifest, and more members."""
    manifest = json.loads(
        archive.Manifest("0.1.0", "2026", "sqlite", [], {}, {"database.sqlite3": archive.Member(0, EMPTY)}).as_json()
    )
    change(manifest)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name in ("database.sqlite3", *more):
            file.writestr(name, b"")
        file.writestr("manifest.json", json.dumps(manifest))
    return made.getvalue()


NAMES = [
    "../evil", "media/../../evil", "/etc/passwd", "media//etc/passwd", "media/./x", "media/", "media/..", "media/a/../../b",
    "media\\..\\evil", "media/..\\evil", "C:\\evil", "evil", "database.dump", "secret_key/", "", "media/a/",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_leads_elsewhere_is_refused(folder, name):
    def add(manifest):
        manifest["files"][name] = {"size": 0, "sha256": EMPTY}

    with pytest.raises(BackupError):
        read(folder, with_manifest(add, name or "x"))


@given(parts=st.lists(st.sampled_from(["..", ".", "", "a", "media", "\\", "~"]), min_size=1, max_size=5))
def test_a_name_that_is_taken_stays_in_the_folder(folder, parts):
    name = "media/" + "/".join(parts)
    try:
        checked = archive._checked(name, "sqlite")
    except ValueError:
        return
    target = (folder / checked).resolve()
    assert target.is_relative_to(folder.resolve() / "media")
    assert target != folder.resolve() / "media"


def test_a_file_that_the_manifest_does_not_name_is_refused(folder):
    with pytest.raises(BackupError, match="other files than its manifest"):
        read(folder, with_manifest(lambda _: None, "media/x"))


def test_another_format_is_distinguished_from_damage(folder):
    with pytest.raises(BackupError, match="Update the site first"):
        read(folder, with_manifest(lambda m: m.update(format_version=2)))


BROKEN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(field=st.sampled_from(["engine", "files", "migrations", "counts", "format"]), value=BROKEN)
def test_a_manifest_of_another_shape_is_refused_or_read(folder, field, value):
    try:
        read(folder, with_manifest(lambda m: m.update({field: value})))
    except BackupError:
        return
    assert field in ("migrations", "counts")
