"""The command line: arguments in, exit code out. The one importer of click."""

from searchkit.cli.app import main

__all__ = ["main"]
