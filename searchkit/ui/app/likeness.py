"""Likeness: articles like the one at hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from searchkit.errors import SearchkitError
from searchkit.translation import _
from searchkit.ui.app.keys import MOVES, bindings
from searchkit.ui.app.source import article_at_hand
from searchkit.ui.badge import Wanted, badge
from searchkit.ui.formats import shown_date
from searchkit.ui.plain import plain_line
from searchkit.ui.text import joined, safe

if TYPE_CHECKING:
    from searchkit.article import Article
    from searchkit.results import Hit
    from searchkit.similar import Similar
    from searchkit.ui.app.browse import Browse

MOST = 20  # articles in the list
TERMS = 12  # words told above it


def open_similar(browse: Browse) -> None:
    """List the articles most like the one that is read; the one chosen is read then."""
    if article := article_at_hand(browse):
        browse.app.push_screen(Likeness(browse, article))


class Likeness(ModalScreen[None]):
    """Articles like one, best first, then its copies."""

    DEFAULT_CSS = """
    Likeness {
        align: center middle;
        & > Vertical {
            width: 90%; max-width: 110; height: 85%;
            border: round $primary; border-title-color: $primary;
            background: $surface; padding: 0 1;
        }
        & #terms { height: auto; max-height: 3; color: $text-muted; }
        & OptionList, & OptionList:focus {
            border: none; height: 1fr; background: $surface; padding: 0; overflow-x: hidden;
        }
        & #back { color: $text-muted; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,m", "dismiss", show=False),
    ]

    def __init__(self, browse: Browse, article: Article) -> None:
        super().__init__()
        self._browse = browse
        self._article = article
        self._found: Sequence[tuple[Article, Sequence[Article]]] = ()

    def compose(self) -> ComposeResult:
        """The key terms, the list, and how to leave."""
        with Vertical() as box:
            title = plain_line(self._article.title or self._article.id)
            box.border_title = Content(_("Like: {title}").format(title=title))
            yield Static(_("Looking …"), id="terms", markup=False)
            yield _Articles(markup=False)
            yield Static(_("Enter read · Esc back"), id="back", markup=False)

    def on_mount(self) -> None:
        """Ask the index."""
        self._look()

    @work(exit_on_error=False)
    async def _look(self) -> None:
        terms = self.query_one("#terms", Static)
        try:
            similar = await self._browse.asking.ask(
                lambda index: index.similar(self._article.id, limit=MOST, snippet_chars=0)
            )
        except SearchkitError as error:
            terms.update(Text(plain_line(error.on_one_line)))
            return
        words = ", ".join(term.term for term in similar.terms[:TERMS])
        found = _("They share words like: {words}") if similar.hits else _("No article is like it.")
        terms.update(safe(found.format(words=words), one_line=True))
        self._found = [(hit.article, hit.copies) for hit in similar.hits]
        self._found += [(copy, ()) for copy in similar.copies]
        articles = self.query_one(_Articles)
        articles.add_options(_cards(similar))
        if self._found:
            articles.highlighted = next(
                place for place, option in enumerate(articles.options) if not option.disabled
            )

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        """Read this one."""
        article, copies = self._found[int(event.option.id or 0)]
        self.dismiss()
        self._browse.read(article, copies)
        self._browse.go_to("reader")


class _Articles(OptionList):
    """A list with the keys of the others."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(MOVES)]


def _cards(similar: Similar) -> Iterator[Option]:
    for number, hit in enumerate(similar.hits):
        yield Option(_card(hit.article, _agreement(similar.article, hit)), id=str(number))
    if similar.copies:
        yield Option(Text(_("The same in almost the same words"), style="bold"), disabled=True)
        for number, copy in enumerate(similar.copies, start=len(similar.hits)):
            yield Option(_card(copy, ""), id=str(number))


def _card(article: Article, agreement: str) -> Text:
    title = safe(article.title or article.id, style="bold", one_line=True)
    meta = joined(
        [
            badge(article, Wanted()),
            safe(article.outlet or "", one_line=True),
            shown_date(article.date) if article.date else "",
            agreement,
        ]
    )
    return Text("\n").join(Text.assemble(part) for part in (title, meta, Text("\xa0")))


def _agreement(article: Article, hit: Hit) -> str:
    """What the two share besides their words."""
    ours = {region.code for region in article.subjects}
    shared = [region.name for region in hit.article.subjects if region.code in ours]
    return plain_line(_("also on {regions}").format(regions=", ".join(shared))) if shared else ""
