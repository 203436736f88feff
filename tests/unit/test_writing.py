"""A file is written whole or not at all."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from planner.writing import write_whole


def test_a_new_file_allows_what_the_umask_leaves(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "new", b"one")
    finally:
        os.umask(before)
    assert (tmp_path / "new").read_bytes() == b"one"
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o640


def test_an_old_file_keeps_what_it_allows(tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.write_bytes(b"one")
    old.chmod(0o604)
    write_whole(old, b"two")
    assert (old.read_bytes(), stat.S_IMODE(old.stat().st_mode)) == (b"two", 0o604)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"one")
    (tmp_path / "link").symlink_to("file")
    write_whole(tmp_path / "link", b"two")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_bytes() == b"two"


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_stop_in_the_middle_leaves_the_old_file(call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    old = tmp_path / "old"
    old.write_bytes(b"one")
    monkeypatch.setattr(os, call, stopped)
    with pytest.raises(KeyboardInterrupt):
        write_whole(old, b"two")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("old", b"one")]


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space left"):
        write_whole(Path("/dev/full"), b"two")


def test_a_pipe_is_written_as_it_is(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_whole(pipe, b"one")
    reader.join()
    assert read == [b"one"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_folder_that_is_not_there_is_told_by_the_files_name(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        write_whole(tmp_path / "none" / "file", b"one")
    assert caught.value.filename == str(tmp_path / "none" / "file")
