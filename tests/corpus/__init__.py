"""Tests of searchkit.corpus."""
