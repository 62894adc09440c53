"""Files → Articles: plain text, Markdown, HTML, JSON Lines and CSV."""

from searchkit.corpus.articles import placed
from searchkit.corpus.corpus import Corpus, Piece, read_corpus
from searchkit.corpus.limits import MAX_REJECTED
from searchkit.corpus.source import Source

__all__ = ["MAX_REJECTED", "Corpus", "Piece", "Source", "placed", "read_corpus"]
