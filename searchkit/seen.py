"""Seen: which articles a saved search had found when it was last read, as a small file.

The file is ``MAGIC`` (its last byte the version), the moment of the reading in
microseconds since 1970 (UTC) and the CRC-32 of moment and all that follows, little-endian;
then 8 bytes for each article, the BLAKE2b hash of its id, in ascending order. Among a
million articles two ids share a hash with a chance of 1 in 37 million. In version 1 the
checksum does not cover the moment.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from struct import Struct
from struct import error as StructError
from zlib import crc32

from searchkit.disk import open_own, write_atomically

MAGIC = b"searchkit seen\0\2"
FORMER = b"searchkit seen\0\1"

_HEAD = Struct("<16sqI")
_SIZE = 8  # bytes of a hash
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Seen:
    """When a search was last read, None for never, and the hashes of what it had found."""

    read_at: datetime | None = None
    data: bytes = b""

    @classmethod
    def of(cls, read_at: datetime, hashes: Iterable[bytes]) -> Seen:
        """What had been found at a moment (with its time zone)."""
        return cls(read_at, b"".join(sorted(set(hashes))))

    @classmethod
    def load(cls, path: Path) -> Seen:
        """What a file tells. One that is missing or damaged tells that nothing was ever read:
        better to be told something twice than never."""
        try:
            with open_own(path) as file:
                content = file.read()
            magic, moment, checksum = _HEAD.unpack_from(content)
            data = content[_HEAD.size :]
            if len(data) % _SIZE or checksum != _checksum(magic, moment, data):
                return cls()
            return cls((_EPOCH + timedelta(microseconds=moment)).astimezone(), data)
        except (OSError, ValueError, OverflowError, StructError):
            return cls()

    def store(self, path: Path) -> None:
        """Replace the file. Raises OSError."""
        moment = ((self.read_at or _EPOCH) - _EPOCH) // timedelta(microseconds=1)
        checksum = _checksum(MAGIC, moment, self.data)
        write_atomically(path, _HEAD.pack(MAGIC, moment, checksum) + self.data)

    @property
    def hashes(self) -> frozenset[bytes]:
        """The hashes of the articles."""
        return frozenset(
            self.data[start : start + _SIZE] for start in range(0, len(self.data), _SIZE)
        )


def _checksum(magic: bytes, moment: int, data: bytes) -> int | None:
    """The checksum in a file of some version, None where it is none of ours."""
    if magic == MAGIC:
        return crc32(data, crc32(moment.to_bytes(8, "little", signed=True)))
    return crc32(data) if magic == FORMER else None


def hashed(article_id: str) -> bytes:
    """The hash of an article's id."""
    return blake2b(article_id.encode("utf-8", "surrogatepass"), digest_size=_SIZE).digest()
