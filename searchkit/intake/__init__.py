"""The articles of a corpus on their way into an index, in this process or in several.

Whoever decides which of them join the index (``indexer``) sees the same
articles in the same order either way, see ``intake.intake``.
"""
