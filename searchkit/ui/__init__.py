"""What searchkit looks like in a terminal. The one importer of rich."""
