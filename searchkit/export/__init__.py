"""Export: what a search has found, as text for other programs and for other texts.

The command line and the application write the same files with it. Nothing is
printed: everything goes to the stream it is given.
"""

from __future__ import annotations

from searchkit.export.hits import EXPORT_FORMATS, ExportFormat, export_hits
from searchkit.export.markdown import hits_markdown

__all__ = ["EXPORT_FORMATS", "ExportFormat", "export_hits", "hits_markdown"]
