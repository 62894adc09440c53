"""The merge policy: few segments, and each article rewritten only rarely."""

from __future__ import annotations

from typing import Any

from whoosh.reading import SegmentReader

# A segment is folded into the new one when it is at most this many times as
# large as all that is being folded already. Sizes then grow geometrically, so
# an article is rewritten about log2(n) times and about log2(n) segments stay.
GROWTH = 2


def merge_by_size(writer: Any, segments: list[Any]) -> list[Any]:
    """Whoosh merge function: fold small and mostly deleted segments into the new one.

    Returns the segments that stay as they are.
    """
    folded = writer.doc_count()
    kept: list[Any] = []
    for segment in sorted(segments, key=_live):
        live = _live(segment)
        if live == 0:
            continue
        if live <= GROWTH * max(folded, 1) or segment.deleted_count() > live:
            _fold(writer, segment)
            folded += live
        else:
            kept.append(segment)
    return kept


def _live(segment: Any) -> int:
    return int(segment.doc_count_all() - segment.deleted_count())


def _fold(writer: Any, segment: Any) -> None:
    reader = SegmentReader(writer.storage, writer.schema, segment)
    try:
        writer.add_reader(reader)
    finally:
        reader.close()
