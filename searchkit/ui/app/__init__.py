"""The full-screen application: one index, searched while the query is typed."""

from __future__ import annotations
