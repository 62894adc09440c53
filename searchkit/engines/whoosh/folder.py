"""Folder: the data folder of an index, as Whoosh's storage."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage


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

    def close_files(self) -> None:
        """Close every file that is still open."""
        for file in self._files:
            with suppress(Exception):  # most have been closed already
                file.close()
