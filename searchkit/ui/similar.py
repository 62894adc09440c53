"""The page of similar articles: what was looked for, who else has the text, the hits."""

from __future__ import annotations

from collections.abc import Iterator

from rich.padding import Padding
from rich.text import Text

from searchkit.query.filters import Filters
from searchkit.query.query import Reading
from searchkit.similar import Similar
from searchkit.translation import _
from searchkit.ui.badge import Wanted
from searchkit.ui.cards import copies_line, hit_cards
from searchkit.ui.formats import shown_ms
from searchkit.ui.results import MAX_WIDTH
from searchkit.ui.screen import Screen
from searchkit.ui.text import joined, safe


def show_similar(screen: Screen, similar: Similar, filters: Filters) -> None:
    """Print what is like an article; ``filters`` are those that narrowed it."""
    width = min(screen.width, MAX_WIDTH)
    wanted = Wanted.by(Reading(), filters.nodes)
    for head in _head(similar):
        screen.emit_lines(screen.lines(head, width))
    for card in hit_cards(screen, similar.hits, wanted, width):
        screen.emit_lines(screen.lines(card, width))


def _head(similar: Similar) -> Iterator[Text | Padding]:
    article = similar.article
    found = _("Like:") if similar.hits else _("No article is like:")
    title = safe(article.title or article.id, style="title", one_line=True)
    yield joined([Text.assemble((f"{found} ", "heading"), title), shown_ms(similar.took_ms)])
    for line in copies_line(similar.copies, article):
        yield Padding(line, (0, 0, 0, 2))
    if similar.terms:
        terms = safe(", ".join(term.term for term in similar.terms), style="reading", one_line=True)
        yield Text.assemble((_("Key terms:") + " ", "quiet"), terms)
