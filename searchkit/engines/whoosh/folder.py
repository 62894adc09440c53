"""Folder: the data folder of an index, as Whoosh's storage."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage

from searchkit.disk import sync_file, sync_folder


class Folder(FileStorage):
    """A data folder that can close what Whoosh leaves open where reading fails halfway."""

    def __init__(self, data: Path) -> None:
        # Mapped into memory, whoosh3 would copy each part of a segment when it is opened.
        super().__init__(str(data), supports_mmap=False)
        self._files: list[Any] = []

    def open_file(self, name: str, **kwargs: Any) -> Any:
        """Open a file of the folder for reading."""
        file = super().open_file(name, **kwargs)
        self._files.append(file)
        return file

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:  # noqa: ARG002
        """Give a file its name, durably: its content is on disk before."""
        old, new = (Path(self.folder) / name for name in (oldname, newname))
        sync_file(old)
        old.replace(new)
        sync_folder(new.parent)

    def close_files(self) -> None:
        """Close every file that is still open."""
        for file in self._files:
            with suppress(Exception):  # most have been closed already
                file.close()
