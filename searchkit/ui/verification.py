"""What a verification has found, as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from searchkit.translation import _, numbered
from searchkit.ui.formats import shown_bytes, shown_path
from searchkit.ui.plain import plain_line
from searchkit.ui.screen import Screen
from searchkit.ui.text import joined

if TYPE_CHECKING:
    from searchkit.verification import Verification

NOTES = 20  # files beside the index that are named


def show_verification(screen: Screen, found: Verification) -> None:
    """Print whether an index is whole, then each problem and each note on a line."""
    location = shown_path(str(found.location))
    state = _("{index} is whole") if found.is_whole else _("{index} is damaged")
    facts = [
        numbered("{n} file", "{n} files", found.files),
        shown_bytes(found.bytes),
        *(() if (n := found.articles) is None else [numbered("{n} article", "{n} articles", n)]),
        _("commit {number}").format(number=found.commit),
    ]
    heading = Text(plain_line(state.format(index=location)), style="heading")
    screen.emit(joined([heading, *(facts if found.commit else ())]))
    for problem in found.problems:
        told = f"{problem.file}: {problem.found}"
        if problem.expected:
            told = _("{file}: {found}, expected {expected}").format(
                file=problem.file, found=problem.found, expected=problem.expected
            )
        screen.emit(Text(plain_line(told)))
    for note in found.notes[:NOTES]:
        screen.emit(Text(plain_line(f"{note.file}: {note.text}"), style="quiet"))
    if len(found.notes) > NOTES:
        more = _("… and {count} more; --format json lists all")
        screen.emit(Text(more.format(count=len(found.notes) - NOTES), style="quiet"))
