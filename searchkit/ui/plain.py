"""Untrusted text made harmless for a screen: ``searchkit.plain``, under the name of this room."""

from __future__ import annotations

from searchkit.plain import Offsets, plain, plain_line, plain_spans, replacements

__all__ = ["Offsets", "plain", "plain_line", "plain_spans", "replacements"]
