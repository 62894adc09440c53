"""Hits: the list of what was found, each with its title, source, badge and snippet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from searchkit.translation import _
from searchkit.ui.app.keys import LIST, bindings
from searchkit.ui.app.length import mark_fit, own_length
from searchkit.ui.app.look import settled
from searchkit.ui.formats import shown_date
from searchkit.ui.text import joined, safe

if TYPE_CHECKING:
    from searchkit.article import Article
    from searchkit.results import Hit
    from searchkit.ui.badge import Wanted

AHEAD = 4  # hits before the end of the list at which more are asked for
REGIONS = 2  # regions named below a title


class HitList(OptionList):
    """The hits of a result, as many as were asked for so far."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(LIST)]

    virtual_size = own_length()

    class Wanting(Message):
        """The end of the list is near: more hits are wanted."""

    def __init__(self, id: str) -> None:
        super().__init__(id=id, markup=False)
        self._hits: list[Hit] = []
        self._wanted: Wanted | None = None
        self._new: frozenset[str] = frozenset()
        self._width = 0

    @property
    def hits(self) -> Sequence[Hit]:
        """The hits in the list."""
        return self._hits

    @property
    def hit(self) -> Hit | None:
        """The one that the cursor is on."""
        return self._hits[self.highlighted] if self.highlighted is not None else None

    def show(
        self,
        hits: Iterable[Hit],
        wanted: Wanted,
        *,
        new: frozenset[str] = frozenset(),
        keep: bool = False,
    ) -> None:
        """Show other hits; ``new`` ids are marked. ``keep`` stays on the article at hand."""
        before = self.hit
        self._hits = list(hits)
        self._wanted, self._new = wanted, new
        self.set_options(Option(self._card(hit)) for hit in self._hits)
        places = {hit.article.id: place for place, hit in enumerate(self._hits)}
        at = places.get(before.article.id, 0) if keep and before else 0
        self.highlighted = at if self._hits else None
        if at == 0:
            self.scroll_to(y=0, animate=False, force=True)

    def add(self, hits: Iterable[Hit]) -> None:
        """Append the hits of the next page."""
        more = list(hits)
        self._hits += more
        self.add_options(Option(self._card(hit)) for hit in more)

    def on_resize(self, event: events.Resize) -> None:
        """Set the cards for the new width."""
        if self._hits and event.size.width != self._width:
            at = self.highlighted
            self.set_options(Option(self._card(hit)) for hit in self._hits)
            self.highlighted = at
        self._width = event.size.width

    def watch_virtual_size(self) -> None:
        """No bar where there is nothing to scroll."""
        mark_fit(self)

    def watch_highlighted(self, highlighted: int | None) -> None:
        """Ask for more when the end comes near."""
        super().watch_highlighted(highlighted)
        if highlighted is not None and highlighted >= len(self._hits) - AHEAD:
            self.post_message(self.Wanting())

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """The wheel asks for more as well."""
        super().watch_scroll_y(old_value, new_value)
        if new_value > old_value and new_value + 2 * self.size.height > self.virtual_size.height:
            self.post_message(self.Wanting())

    def _card(self, hit: Hit) -> Text:
        article = hit.article
        title = safe(
            article.title or article.id,
            hit.title_highlights if article.title else (),
            style="title",
            span_style="title.match",
            one_line=True,
        )
        parts = [Text.assemble(settled(title))]
        if article.id in self._new:
            parts[0] = Text.assemble((_("new"), "added"), " ", parts[0])
        day = article.date
        meta = joined(
            [
                safe(article.outlet or "", one_line=True),
                shown_date(day) if day else "",
                safe(_region_names(hit), one_line=True),
            ],
            style="quiet",
        )
        mark = self._badge(article)
        if mark.cell_len + 1 + meta.cell_len <= self.content_size.width - 2:
            parts.append(joined([mark, meta], " "))
        else:  # a line each, rather than a date broken in two
            parts += [part for part in (mark, meta) if part.plain]
        if hit.snippet.text:
            parts.append(safe(hit.snippet.text, hit.snippet.highlights))
        if hit.relaxed:
            parts.append(Text(_("matches in part"), style="quiet"))
        parts.append(Text("\xa0"))  # a blank line that wrapping does not drop
        return Text("\n").join(Text.assemble(part) for part in parts)

    def _badge(self, article: Article) -> Text:
        from searchkit.ui.badge import Wanted, badge  # the first frame does without

        return badge(article, self._wanted or Wanted())


def _region_names(hit: Hit) -> str:
    names = [region.name for region in hit.article.subjects]
    more = len(names) - REGIONS
    return ", ".join(names[:REGIONS]) + (f" +{more}" if more > 0 else "")
