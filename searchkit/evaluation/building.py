"""Building: an index of a test collection's corpus, thrown away after use unless kept."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from searchkit.corpus import read_corpus
from searchkit.errors import CorpusError
from searchkit.evaluation.lines import opened
from searchkit.index import Index, open_index
from searchkit.indexer import Progress, SyncReport
from searchkit.translation import _

_PACKED = ".gz"


@dataclass(frozen=True, slots=True)
class Built:
    """An index of a corpus, and what became of each record of it."""

    index: Index
    report: SyncReport


@contextmanager
def built_index(
    corpus: Path,
    *,
    keep: Path | None = None,
    stems: Path | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Iterator[Built]:
    """An index of a file or folder, read as ``Index.writer`` reads them all.

    A single file may be gzipped (``corpus.jsonl.gz``). The index lies in a
    temporary folder that is removed in any case, or stays in ``keep``, which
    must be new or empty. ``stems`` is as in ``open_index``. Raises
    CorpusError where there is nothing to index.
    """
    if keep is not None and any(each.is_file() for each in keep.parents):
        raise CorpusError(
            _("{keep} lies in a file").format(keep=keep), _("Name a folder that is new or empty.")
        )
    if keep is not None and keep.exists() and (not keep.is_dir() or any(keep.iterdir())):
        raise CorpusError(
            _("{keep} is there already").format(keep=keep), _("Name a folder that is new or empty.")
        )
    with TemporaryDirectory(prefix="searchkit-eval-") as name:
        folder = Path(name)
        source = _unpacked(corpus, folder) if corpus.suffix.lower() == _PACKED else corpus
        with open_index(keep or folder / "index", stems=stems) as index:
            with index.writer() as writer:
                report = writer.sync(read_corpus(source), progress=progress)
                report = _told_of(corpus, source, report)
                if not report.articles:
                    _nothing_in(corpus, report)
            yield Built(index, report)


def _unpacked(packed: Path, folder: Path) -> Path:
    """The content of a gzipped file, as a file of its own, copied piece by piece."""
    unpacked = folder / "corpus" / packed.stem
    unpacked.parent.mkdir()
    with opened(packed) as content, unpacked.open("wb") as file:
        shutil.copyfileobj(content, file)
    return unpacked


def _told_of(corpus: Path, source: Path, report: SyncReport) -> SyncReport:
    """The report with the file that was asked for in place of the unpacked one."""
    if source == corpus:
        return report
    rejected = (
        replace(one, path=str(corpus)) if one.path == str(source) else one
        for one in report.rejected
    )
    return replace(report, rejected=tuple(rejected))


def _nothing_in(corpus: Path, report: SyncReport) -> None:
    reason = ""
    if report.rejected:
        first = report.rejected[0]
        place = first.path if first.line is None else f"{first.path}:{first.line}"
        reason = f"; {place}: {first.reason}"
    message = _("{corpus} holds no article that can be read{reason}").format(
        corpus=corpus, reason=reason
    )
    raise CorpusError(message, _('Its lines are {"id": …, "title": …, "text": …}.'))
